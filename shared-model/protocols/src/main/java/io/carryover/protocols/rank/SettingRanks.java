/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.rank;

import io.carryover.protocols.Seeds;
import io.carryover.protocols.stats.Interval;
import io.carryover.protocols.stats.Intervals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Ranks of models over settings, with two kinds of doubt: of the scores in each rank, of the choice of datasets in the mean rank. */
public final class SettingRanks {
    private SettingRanks() {}

    /** Interval of each model's rank in a setting, by parametric draws of scores; nothing where a score's error isn't known. */
    public static Optional<List<Interval>> intervals(SettingScores setting, long seed) {
        if (!setting.drawable()) {
            return Optional.empty();
        }
        double[][] drawn = new double[setting.models()][Intervals.DRAWS];
        for (int draw = 0; draw < Intervals.DRAWS; draw++) {
            double[] ranks = setting.drawnRanks(Seeds.stream(seed, draw));
            for (int m = 0; m < ranks.length; m++) {
                drawn[m][draw] = ranks[m];
            }
        }
        return Optional.of(percentiles(drawn, "parametric-%d-seed-%d".formatted(Intervals.DRAWS, seed)));
    }

    /** Mean over settings of each model's rank. */
    public static double[] meanRanks(List<SettingScores> settings) {
        double[] means = new double[settings.getFirst().models()];
        for (SettingScores setting : settings) {
            double[] ranks = setting.ranks();
            for (int m = 0; m < means.length; m++) {
                means[m] += ranks[m] / settings.size();
            }
        }
        return means;
    }

    /** Interval of each model's mean rank: datasets are drawn again inside every setting, the settings themselves are fixed. */
    public static List<Interval> meanRankIntervals(List<SettingScores> settings, long seed) {
        double[][] drawn = new double[settings.getFirst().models()][Intervals.DRAWS];
        for (int draw = 0; draw < Intervals.DRAWS; draw++) {
            RandomGenerator random = Seeds.stream(seed, draw);
            for (SettingScores setting : settings) {
                double[] ranks = setting.resampledRanks(random);
                for (int m = 0; m < ranks.length; m++) {
                    drawn[m][draw] += ranks[m] / settings.size();
                }
            }
        }
        return percentiles(drawn, "bootstrap-datasets-settings-fixed-%d-seed-%d".formatted(Intervals.DRAWS, seed));
    }

    private static List<Interval> percentiles(double[][] drawn, String rule) {
        List<Interval> intervals = new ArrayList<>();
        for (double[] draws : drawn) {
            intervals.add(Intervals.percentile(draws, rule));
        }
        return List.copyOf(intervals);
    }
}
