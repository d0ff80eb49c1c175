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
import java.util.random.RandomGenerator;

/** Ranks on a board and their intervals: the units of every column are drawn again, shared by all backbones, and reranked. */
public final class RankIntervals {
    private RankIntervals() {}

    /**
     * One backbone's place.
     *
     * @param ranks in each column
     * @param columns interval of each rank
     * @param meanRank mean over the columns
     * @param mean its interval; the columns themselves are held fixed
     */
    public record Row(List<Double> ranks, List<Interval> columns, double meanRank, Interval mean) {
        /** Copies the lists. */
        public Row {
            ranks = List.copyOf(ranks);
            columns = List.copyOf(columns);
        }
    }

    /**
     * Ranks all backbones.
     *
     * @param columns with the same backbones in the same order
     * @param decimals as printed: equal scores share a rank
     */
    public static List<Row> of(List<RankColumn> columns, int decimals, long seed) {
        int backbones = columns.getFirst().backbones();
        double[][][] drawn = new double[columns.size() + 1][backbones][Intervals.DRAWS];
        for (int draw = 0; draw < Intervals.DRAWS; draw++) {
            RandomGenerator random = Seeds.stream(seed, draw);
            for (int c = 0; c < columns.size(); c++) {
                double[] ranks = Ranks.of(columns.get(c).resampled(random), decimals);
                for (int m = 0; m < backbones; m++) {
                    drawn[c][m][draw] = ranks[m];
                    drawn[columns.size()][m][draw] += ranks[m] / columns.size();
                }
            }
        }
        String rule = "bootstrap-shared-" + Intervals.DRAWS + "-seed-" + seed;
        List<Row> rows = new ArrayList<>();
        for (int m = 0; m < backbones; m++) {
            List<Double> ranks = new ArrayList<>();
            List<Interval> intervals = new ArrayList<>();
            for (int c = 0; c < columns.size(); c++) {
                ranks.add(Ranks.of(columns.get(c).scores(), decimals)[m]);
                intervals.add(Intervals.percentile(drawn[c][m], rule));
            }
            double mean = ranks.stream().mapToDouble(r -> r).average().orElseThrow();
            rows.add(new Row(ranks, intervals, mean, Intervals.percentile(drawn[columns.size()][m], rule)));
        }
        return List.copyOf(rows);
    }
}
