/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.rank;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/** Average ranks, 1 is best. */
public final class Ranks {
    private Ranks() {}

    /**
     * Ranks where scores that are equal as printed share the mean of their places.
     *
     * @param scores higher is better
     * @param decimals that are printed
     */
    public static double[] of(double[] scores, int decimals) {
        double[] printed = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            printed[i] = printed(scores[i], decimals);
        }
        double[] ranks = ascending(printed);
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = ranks.length + 1 - ranks[i];
        }
        return ranks;
    }

    /** Average ranks of values as they are, 1 for the lowest; equal values share the mean of their places. */
    public static double[] ascending(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int found = Arrays.binarySearch(sorted, values[i]);
            int from = found;
            while (from > 0 && sorted[from - 1] == values[i]) {
                from--;
            }
            int to = found + 1;
            while (to < sorted.length && sorted[to] == values[i]) {
                to++;
            }
            ranks[i] = (from + 1 + to) / 2.0;
        }
        return ranks;
    }

    /** The score as {@code String.format("%.df")} shows it. */
    static double printed(double score, int decimals) {
        return BigDecimal.valueOf(score)
                .setScale(decimals, RoundingMode.HALF_UP)
                .doubleValue();
    }
}
