/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

/**
 * Three coefficients of the same models.
 *
 * @param n models
 * @param pearson with Fisher's z interval
 * @param spearman with the interval of Bonett and Wright (2000)
 * @param kendall tau-b with a BCa bootstrap interval over models (Efron 1987)
 */
public record Correlations(int n, Association pearson, Association spearman, Association kendall) {
    /** Fewer models than this have no coefficient. */
    public static final int FEWEST = 4;

    /** Fewer models than this are {@link #tooFewToRank too few to rank} tasks by. */
    public static final int FEWEST_TO_RANK = 8;

    /** Whether the intervals are so wide that tasks shouldn't be ordered by these coefficients. */
    public boolean tooFewToRank() {
        return n < FEWEST_TO_RANK;
    }
}
