/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.result.ResultKey;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.board.Measured;
import io.carryover.results.board.Words;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Results as experiment trackers see them: a run for each backbone and kind of features, a metric for each number. A tracker
 * knows a metric by its name alone and draws equal names in one chart, so the name holds all that numbers must not share a
 * column over: dataset, task, metric, protocol with version, grid, seed.
 */
final class TrackedRuns {
    private TrackedRuns() {}

    /**
     * One run.
     *
     * @param id 32 hexadecimal digits: equal results give equal runs
     * @param parameters by name
     * @param metrics by name; with each number the ends of its interval, as {@code NAME.ci95_lo} and {@code NAME.ci95_hi}
     * @param records behind it
     */
    record Run(
            String id,
            String name,
            Instant from,
            Instant to,
            SortedMap<String, String> parameters,
            SortedMap<String, Double> metrics,
            List<Measured> records) {}

    /** In order of their names. */
    static List<Run> of(List<ResultRecord> records) {
        Names names = new Names(records);
        return records.stream()
                .map(Measured::of)
                .sorted(Comparator.comparing(Measured::id))
                .collect(Collectors.groupingBy(
                        m -> m.record().key().backbone() + " "
                                + m.record().key().variant().id(),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .entrySet()
                .stream()
                .map(run -> run(run.getKey(), run.getValue(), names))
                .sorted(Comparator.comparing(Run::name).thenComparing(Run::id))
                .toList();
    }

    private static Run run(String key, List<Measured> own, Names names) {
        var facts = own.getFirst().record().backbone();
        ResultKey first = own.getFirst().record().key();
        SortedMap<String, String> parameters = new TreeMap<>();
        parameters.put("backbone", facts.name());
        parameters.put("backbone_sha256", first.backbone().hex());
        parameters.put("origin", facts.origin());
        parameters.put("recipe", facts.recipe());
        parameters.put("features", first.variant().id());
        facts.tensors().ifPresent(digest -> parameters.put("tensors_sha256", digest.hex()));
        facts.checkpoint().ifPresent(digest -> parameters.put("checkpoint_sha256", digest.hex()));
        SortedMap<String, Double> metrics = new TreeMap<>();
        for (Measured measured : own) {
            String name = names.metric(measured);
            parameters.put(
                    names.dataset(measured.record()) + ".manifest_sha256",
                    measured.record().key().dataset().hex());
            metrics.put(name, measured.score().value());
            metrics.put(name + ".ci95_lo", measured.score().ci95().lo());
            metrics.put(name + ".ci95_hi", measured.score().ci95().hi());
        }
        return new Run(
                Sha256.of("run " + key).hex().substring(0, 32),
                "%s, %s".formatted(facts.name(), first.variant().id()),
                own.stream()
                        .map(m -> m.record().provenance().startedAt())
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                own.stream()
                        .map(m -> end(m.record().provenance()))
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                parameters,
                metrics,
                own);
    }

    private static Instant end(Provenance provenance) {
        return provenance.startedAt().plus(provenance.took());
    }

    /** What a run is, in a sentence. */
    static String note(Run run) {
        return "Carryover: %s. Numbers in percent unless the results file says otherwise; ends of 95 %% intervals as .ci95_lo and .ci95_hi. %s"
                .formatted(
                        run.parameters().get("recipe"),
                        run.records().stream()
                                .map(m -> m.score().ci95().method())
                                .distinct()
                                .sorted()
                                .map(method -> "“" + method + "”: " + Words.interval(method))
                                .collect(Collectors.joining(" ")));
    }

    /** Names that trackers take: letters, digits, '.', '_', '-', and one '/' after the dataset. */
    private static final class Names {
        private final Set<String> ambiguous;

        Names(List<ResultRecord> records) {
            Map<String, Set<Sha256>> digests = records.stream()
                    .collect(Collectors.groupingBy(
                            record -> clean(record.dataset().name()),
                            Collectors.mapping(record -> record.key().dataset(), Collectors.toSet())));
            ambiguous = digests.entrySet().stream()
                    .filter(name -> name.getValue().size() > 1)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }

        /** Two imports under one name, or two names that look alike here, are told apart by the digest. */
        String dataset(ResultRecord record) {
            String name = clean(record.dataset().name());
            return ambiguous.contains(name)
                    ? name + "-" + record.key().dataset().brief()
                    : name;
        }

        String metric(Measured measured) {
            ResultKey key = measured.record().key();
            return "%s/%s.%s.%s-%d.%s%s"
                    .formatted(
                            dataset(measured.record()),
                            clean(key.task()),
                            clean(key.metric()),
                            clean(key.protocol().name()),
                            key.protocol().version(),
                            clean(key.grid()),
                            key.seed() == 0 ? "" : ".seed" + key.seed());
        }

        /** Never a way to another folder: it begins with a letter or digit. */
        private static String clean(String text) {
            String clean = text.replaceAll("[^A-Za-z0-9._-]", "_");
            return clean.matches("[A-Za-z0-9].*") ? clean : "x" + clean;
        }
    }
}
