/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.result.ResultKey;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.ResultRecord.BackboneFacts;
import io.carryover.protocols.analysis.Measure;
import io.carryover.protocols.analysis.Score;
import io.carryover.protocols.stats.Normal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Results as a table of scores. Equal weights at equal recipes are one model; controls are none, as a correlation over models
 * would show little but that they are far off. Rows are in an order of their own, so that equal scores give equal bytes.
 *
 * @param notes what was left out or joined, in words
 */
public record StandingScores(List<Score> scores, List<String> notes) {
    private static final Comparator<Score> ORDER = Comparator.comparing(Score::task)
            .thenComparing(Score::dataset)
            .thenComparing(Score::metric)
            .thenComparing(Score::protocol)
            .thenComparing(Score::model)
            .thenComparing(Score::seed);

    public StandingScores {
        scores = List.copyOf(scores);
        notes = List.copyOf(notes);
    }

    /** Weights and recipe where these are known, else the backbone itself. */
    private record Model(String identity) {
        static Model of(ResultRecord record) {
            BackboneFacts facts = record.backbone();
            return new Model(facts.tensors()
                    .map(tensors -> tensors.hex() + " " + facts.recipe())
                    .orElse(record.key().backbone().hex()));
        }
    }

    /** All of these that hold a number of a backbone. */
    public static StandingScores of(List<ResultRecord> records) {
        var notes = new ArrayList<String>();
        var controls = new TreeSet<String>();
        List<ResultRecord> measured = records.stream()
                .filter(record -> record.output().flatMap(StepOutput::scored).isPresent())
                .filter(record -> {
                    boolean control = record.backbone().origin().equals("control");
                    if (control) {
                        controls.add(record.backbone().name());
                    }
                    return !control;
                })
                .sorted(Comparator.comparing(ResultRecord::at)
                        .thenComparing(record -> record.backbone().name()))
                .toList();
        if (!controls.isEmpty()) {
            notes.add("controls are no models: %s left out".formatted(String.join(", ", controls)));
        }
        Map<Model, String> models = models(measured, notes);
        Map<Sha256, String> datasets = datasets(measured);
        Map<List<Object>, Score> newest = new LinkedHashMap<>();
        for (ResultRecord record : measured) {
            Score score = score(
                    record,
                    name(models, Model.of(record)),
                    name(datasets, record.key().dataset()));
            newest.put(
                    List.of(
                            score.model(),
                            score.task(),
                            score.dataset(),
                            score.metric(),
                            score.protocol(),
                            score.seed()),
                    score);
        }
        return new StandingScores(newest.values().stream().sorted(ORDER).toList(), notes);
    }

    /** Those of the columns that these cells were scored in. */
    public static List<ResultRecord> comparable(List<ResultRecord> records, Set<ResultKey> cells) {
        Map<List<Object>, Set<String>> metrics = new HashMap<>();
        Map<List<Object>, Set<String>> asked = new HashMap<>();
        for (ResultKey cell : cells) {
            asked.computeIfAbsent(column(cell), _ -> new HashSet<>()).add(cell.metric());
        }
        for (ResultRecord record : records) {
            metrics.computeIfAbsent(column(record.key()), _ -> new HashSet<>())
                    .add(record.key().metric());
        }
        // Some workers name their metric themselves; where one is the asked one, the others belong to other
        // evaluations.
        asked.forEach((column, wanted) -> metrics.computeIfPresent(column, (_, there) -> {
            var both = new HashSet<>(wanted);
            both.retainAll(there);
            return both.isEmpty() ? there : both;
        }));
        return records.stream()
                .filter(record -> asked.containsKey(column(record.key())))
                .filter(record -> metrics.getOrDefault(column(record.key()), Set.of())
                        .contains(record.key().metric()))
                .toList();
    }

    private static List<Object> column(ResultKey key) {
        return List.of(key.dataset(), key.task(), key.protocol(), key.grid());
    }

    /** A model is called as it was first; a name that two have is told apart by the backbone's digest. */
    private static Map<Model, String> models(List<ResultRecord> records, List<String> notes) {
        var named = new LinkedHashMap<Model, ResultRecord>();
        var others = new TreeMap<String, String>();
        for (ResultRecord record : records) {
            ResultRecord first = named.putIfAbsent(Model.of(record), record);
            if (first != null
                    && !first.backbone().name().equals(record.backbone().name())) {
                others.put(record.backbone().name(), first.backbone().name());
            }
        }
        others.forEach((other, first) ->
                notes.add("%s has the weights and the recipe of %s and counts once with it".formatted(other, first)));
        var names = new LinkedHashMap<Model, String>();
        named.forEach((model, record) -> names.put(model, record.backbone().name()));
        return distinct(names, model -> Optional.ofNullable(named.get(model))
                .orElseThrow()
                .key()
                .backbone());
    }

    private static Map<Sha256, String> datasets(List<ResultRecord> records) {
        var names = new LinkedHashMap<Sha256, String>();
        records.forEach(
                record -> names.put(record.key().dataset(), record.dataset().name()));
        return distinct(names, dataset -> dataset);
    }

    private static <T> Map<T, String> distinct(Map<T, String> names, java.util.function.Function<T, Sha256> digest) {
        var seen = new HashMap<String, Integer>();
        names.values().forEach(name -> seen.merge(name, 1, Integer::sum));
        var told = new LinkedHashMap<T, String>();
        names.forEach((thing, name) -> told.put(
                thing,
                seen.getOrDefault(name, 0) > 1
                        ? name + "@" + digest.apply(thing).brief()
                        : name));
        return told;
    }

    private static <T> String name(Map<T, String> names, T of) {
        return Optional.ofNullable(names.get(of)).orElseThrow();
    }

    private static Score score(ResultRecord record, String model, String dataset) {
        ResultKey key = record.key();
        io.carryover.contracts.result.Score score =
                record.output().flatMap(StepOutput::scored).orElseThrow();
        return new Score(
                model,
                key.task(),
                dataset,
                key.metric(),
                key.grid().equals("full") ? key.protocol().id() : key.protocol().id() + ", grid " + key.grid(),
                key.seed(),
                score.value(),
                Math.max(0, new BigDecimal(String.valueOf(score.value())).scale()),
                Measure.stated(key.metric(), score.unit(), score.higherIsBetter()),
                score.n(),
                (score.ci95().hi() - score.ci95().lo()) / (2 * Normal.Z975),
                record.dataset().role().equals("source"),
                "measured");
    }
}
