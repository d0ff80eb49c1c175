/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.rank;

import java.math.BigDecimal;
import java.math.RoundingMode;

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
        double[] ranks = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            int better = 0;
            int equal = 0;
            for (double other : printed) {
                better += other > printed[i] ? 1 : 0;
                equal += other == printed[i] ? 1 : 0;
            }
            ranks[i] = better + (equal + 1) / 2.0;
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
