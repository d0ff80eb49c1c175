/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

import io.carryover.protocols.rank.Ranks;
import java.util.Arrays;

/**
 * Wilcoxon's signed-rank test of paired differences (1945). Zero differences are left out; equal ones share the mean of their ranks.
 *
 * @param n differences that aren't zero
 * @param statistic the smaller of the sums of positive and of negative ranks
 * @param p two-sided; 1 where all differences are zero
 * @param exact whether {@code p} is from all 2ⁿ signs of these ranks (n ≤ 50); otherwise from the normal distribution, corrected for ties
 */
public record SignedRank(int n, double statistic, double p, boolean exact) {
    private static final int MOST_EXACT = 50;

    /** Tests whether differences lie around 0. */
    public static SignedRank of(double[] differences) {
        double[] kept = Arrays.stream(differences).filter(d -> d != 0).toArray();
        int n = kept.length;
        if (n == 0) {
            return new SignedRank(0, 0, 1, true);
        }
        double[] ranks = Ranks.ascending(Arrays.stream(kept).map(Math::abs).toArray());
        double positive = 0;
        for (int i = 0; i < n; i++) {
            positive += kept[i] > 0 ? ranks[i] : 0;
        }
        double total = n * (n + 1) / 2.0;
        double least = Math.min(positive, total - positive);
        return n <= MOST_EXACT
                ? new SignedRank(n, least, exact(ranks, least), true)
                : new SignedRank(n, least, normal(ranks, least), false);
    }

    /** Counts the sets of ranks by their sum; ranks are doubled so that shared ones are whole. */
    private static double exact(double[] ranks, double least) {
        int total = ranks.length * (ranks.length + 1);
        double[] ways = new double[total + 1];
        ways[0] = 1;
        for (double rank : ranks) {
            int step = (int) Math.round(2 * rank);
            for (int sum = total; sum >= step; sum--) {
                ways[sum] = (ways[sum] + ways[sum - step]) / 2;
            }
            for (int sum = 0; sum < step; sum++) {
                ways[sum] /= 2;
            }
        }
        double tail = 0;
        for (int sum = 0; sum <= Math.round(2 * least); sum++) {
            tail += ways[sum];
        }
        return Math.min(1, 2 * tail);
    }

    private static double normal(double[] ranks, double least) {
        double variance = Arrays.stream(ranks).map(r -> r * r).sum() / 4;
        return Math.min(1, 2 * Normal.cdf((least - Arrays.stream(ranks).sum() / 2) / Math.sqrt(variance)));
    }
}
