/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.protocols.rank.CriticalDifference;
import io.carryover.protocols.stats.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A ranking as the fields that the command and the API print; scripts rely on them. */
public final class RankingFields {
    private RankingFields() {}

    /** The whole document. */
    public static Map<String, Object> of(Ranking ranking, long seed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "settings",
                ranking.settings().stream().map(s -> s.setting().id()).toList());
        List<Map<String, Object>> models = new ArrayList<>();
        for (int m = 0; m < ranking.models().size(); m++) {
            models.add(model(ranking, m));
        }
        json.put("models", models);
        Map<String, Object> friedman = new LinkedHashMap<>();
        ranking.settings().forEach(s -> s.friedman()
                .ifPresent(_ -> friedman.put(s.setting().id(), friedman(ranking, s))));
        json.put("friedman", friedman);
        json.put("pairs", ranking.pairs().stream().map(RankingFields::pair).toList());
        json.put("nemenyi_caveat", CriticalDifference.CAVEAT);
        json.put(
                "setting_details",
                ranking.settings().stream().map(RankingFields::setting).toList());
        json.put("left_out", ranking.leftOut());
        json.put("common_support", ranking.models().size());
        json.put("seed", seed);
        return json;
    }

    private static Map<String, Object> model(Ranking ranking, int m) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", ranking.models().get(m));
        Map<String, Object> ranks = new LinkedHashMap<>();
        Map<String, Object> intervals = new LinkedHashMap<>();
        Map<String, Object> scores = new LinkedHashMap<>();
        for (RankedSetting s : ranking.settings()) {
            ranks.put(s.setting().id(), s.ranks().get(m));
            s.intervals().ifPresent(i -> intervals.put(s.setting().id(), pair(i.get(m))));
            scores.put(s.setting().id(), s.scores().means()[m]);
        }
        json.put("ranks", ranks);
        ranking.overall().ifPresent(o -> {
            json.put("mean_rank", o.meanRanks().get(m));
            json.put("mean_rank_ci95", pair(o.intervals().get(m)));
            json.put("mean_rank_interval", o.intervals().get(m).rule());
        });
        ranking.withoutSegmentation().ifPresent(o -> {
            json.put("mean_rank_without_segmentation", o.meanRanks().get(m));
            json.put("mean_rank_without_segmentation_ci95", pair(o.intervals().get(m)));
        });
        json.put("ranks_ci95", intervals);
        json.put("scores", scores);
        Map<String, Object> sources = new LinkedHashMap<>();
        ranking.sources().forEach((column, all) -> sources.put(column, all.get(m)));
        json.put("source_ranks", sources);
        return json;
    }

    private static Map<String, Object> friedman(Ranking ranking, RankedSetting s) {
        var test = s.friedman().orElseThrow();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("datasets", test.datasets());
        json.put("models", test.models());
        // Neither is a number where all tie, F not where all datasets agree.
        if (Double.isFinite(test.chiSquare())) {
            json.put("chi_square", test.chiSquare());
        }
        if (Double.isFinite(test.f())) {
            json.put("f", test.f());
        }
        json.put("df", List.of(test.freedom(), test.error()));
        json.put("p", test.p());
        Map<String, Object> means = new LinkedHashMap<>();
        for (int m = 0; m < ranking.models().size(); m++) {
            means.put(ranking.models().get(m), test.meanRanks().get(m));
        }
        json.put("mean_ranks", means);
        json.put("critical_difference", s.criticalDifference().orElseThrow());
        return json;
    }

    private static Map<String, Object> pair(Ranking.Pair p) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("setting", p.setting().id());
        json.put("a", p.better());
        json.put("b", p.worse());
        json.put("mean_difference", p.meanDifference());
        json.put("n", p.test().n());
        json.put("w", p.test().statistic());
        json.put("p", p.test().p());
        json.put("p_holm", p.adjusted());
        json.put("exact", p.test().exact());
        return json;
    }

    private static Map<String, Object> setting(RankedSetting s) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("setting", s.setting().id());
        json.put("protocol", s.protocol());
        json.put("datasets", s.datasets());
        json.put("left_out", s.leftOut());
        json.put(
                "rank_interval",
                s.intervals()
                        .map(i -> i.getFirst().rule())
                        .orElse("none: the scores come without interval and without number of items"));
        json.put("held_fixed", s.heldFixed());
        if (!s.caveat().isEmpty()) {
            json.put("caveat", s.caveat());
        }
        return json;
    }

    private static List<Double> pair(Interval interval) {
        return CorrelationFields.pair(interval);
    }
}
