/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.protocols.rank.CriticalDifference;
import io.carryover.protocols.rank.Friedman;
import io.carryover.protocols.rank.Ranks;
import io.carryover.protocols.rank.SettingRanks;
import io.carryover.protocols.rank.SettingScores;
import io.carryover.protocols.stats.Holm;
import io.carryover.protocols.stats.SignedRank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Ranks of models in the settings of the study, and over them (its figure 7, with the uncertainty that it doesn't show). */
public final class RankingAnalysis {
    private RankingAnalysis() {}

    /**
     * Ranks the models of a table.
     *
     * @param seed of all draws
     * @throws io.carryover.contracts.error.CarryoverException INVALID_RESULTS where numbers of two protocols or metrics would share a column
     */
    public static Ranking of(ScoreTable table, long seed) {
        List<SettingColumns> settings = SettingColumns.of(table);
        Map<String, String> leftOut = new LinkedHashMap<>();
        List<String> models = new ArrayList<>();
        for (String model : table.models()) {
            Optional<String> lacks = settings.stream()
                    .flatMap(s -> s.columns().stream())
                    .filter(c -> c.cell(model).isEmpty())
                    .map(c -> c.key().toString())
                    .findFirst();
            if (lacks.isPresent()) {
                leftOut.put(model, lacks.get());
            } else {
                models.add(model);
            }
        }
        if (settings.isEmpty() || models.isEmpty()) {
            return new Ranking(List.of(), leftOut, List.of(), Map.of(), Optional.empty(), Optional.empty(), List.of());
        }
        List<RankedSetting> ranked =
                settings.stream().map(s -> setting(s, models, seed)).toList();
        List<RankedSetting> others = ranked.stream()
                .filter(s -> s.setting() != TransferSetting.SEGMENTATION)
                .toList();
        return new Ranking(
                models,
                Collections.unmodifiableMap(leftOut),
                ranked,
                sources(table, models),
                Optional.of(overall(ranked, seed)),
                others.isEmpty() || others.size() == ranked.size()
                        ? Optional.empty()
                        : Optional.of(overall(others, seed)),
                ranked.stream().flatMap(s -> pairs(s, models).stream()).toList());
    }

    private static RankedSetting setting(SettingColumns columns, List<String> models, long seed) {
        SettingScores scores = columns.scores(models);
        Optional<Friedman> friedman =
                scores.datasets() > 1 && models.size() > 1 ? Optional.of(scores.friedman()) : Optional.empty();
        return new RankedSetting(
                columns.setting(),
                columns.protocol(),
                columns.datasets(),
                columns.leftOut(),
                scores,
                boxed(scores.ranks()),
                SettingRanks.intervals(scores, seed),
                scores.drawable() ? columns.withoutErrors(models) : List.of(),
                friedman,
                friedman.isPresent()
                        ? OptionalDouble.of(CriticalDifference.of(models.size(), scores.datasets()))
                        : OptionalDouble.empty(),
                columns.columns().stream().anyMatch(columns.setting()::suspect)
                        ? TransferSetting.SEGMENTATION_CAVEAT
                        : "");
    }

    /**
     * The protocols that compete for a setting, those with more columns first; none where every setting has numbers of one
     * alone, and all may be ranked together.
     */
    public static List<String> competing(ScoreTable table) {
        Map<TransferSetting, Set<String>> bySetting = new EnumMap<>(TransferSetting.class);
        Map<String, Integer> columns = new TreeMap<>();
        for (Column column : table.columns()) {
            TransferSetting.of(column).filter(s -> s.ranks(column)).ifPresent(s -> {
                bySetting
                        .computeIfAbsent(s, _ -> new TreeSet<>())
                        .add(column.key().protocol());
                columns.merge(column.key().protocol(), 1, Integer::sum);
            });
        }
        Set<String> competing = new TreeSet<>();
        bySetting.values().stream().filter(p -> p.size() > 1).forEach(competing::addAll);
        return columns.entrySet().stream()
                .filter(e -> competing.contains(e.getKey()))
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Ranking.Overall overall(List<RankedSetting> settings, long seed) {
        List<SettingScores> scores =
                settings.stream().map(RankedSetting::scores).toList();
        return new Ranking.Overall(boxed(SettingRanks.meanRanks(scores)), SettingRanks.meanRankIntervals(scores, seed));
    }

    private static Map<String, List<Double>> sources(ScoreTable table, List<String> models) {
        Map<String, List<Double>> sources = new LinkedHashMap<>();
        for (Column column : table.columns()) {
            if (column.source() && column.models().containsAll(models)) {
                double sign = column.measure().higherIsBetter() ? 1 : -1;
                double[] scores = models.stream()
                        .mapToDouble(m -> sign * column.cell(m).orElseThrow().value())
                        .toArray();
                sources.put(column.key().toString(), boxed(Ranks.of(scores, column.decimals())));
            }
        }
        return sources;
    }

    private static List<Ranking.Pair> pairs(RankedSetting setting, List<String> models) {
        if (setting.friedman().isEmpty()) {
            return List.of();
        }
        List<Ranking.Pair> pairs = new ArrayList<>();
        double[] means = setting.scores().means();
        for (int a = 0; a < models.size(); a++) {
            for (int b = a + 1; b < models.size(); b++) {
                double[] differences = setting.scores().differences(a, b);
                double mean = Arrays.stream(differences).average().orElseThrow();
                boolean first = mean >= 0;
                pairs.add(new Ranking.Pair(
                        setting.setting(),
                        models.get(first ? a : b),
                        models.get(first ? b : a),
                        Math.abs(means[a] - means[b]),
                        SignedRank.of(differences),
                        1));
            }
        }
        double[] adjusted =
                Holm.adjusted(pairs.stream().mapToDouble(p -> p.test().p()).toArray());
        List<Ranking.Pair> corrected = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            Ranking.Pair p = pairs.get(i);
            corrected.add(
                    new Ranking.Pair(p.setting(), p.better(), p.worse(), p.meanDifference(), p.test(), adjusted[i]));
        }
        return corrected;
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
