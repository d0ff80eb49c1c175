/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

/**
 * Ranks in some of the orders, with what Spearman's and Kendall's tests take from them.
 *
 * @param sums of products with other ranks
 * @param signs of pairs
 */
record PermutedRanks(PermutedSums sums, DrawnSigns signs) {
    /** Of ranks around 0, ascending. */
    PermutedRanks(double[] ranks, int[] orders, int first, int many) {
        this(new PermutedSums(ranks, orders, first, many), new DrawnSigns(ranks, orders, first, many));
    }
}
