/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

/**
 * Σ x[π(i)]·y[i] over many orders π of one x: the coefficients of Pearson and, on ranks, of Spearman but for a factor that no order changes.
 * Each place of the orders has an array of its own, over draws: with the same index everywhere and nothing added up across iterations, the
 * inner loop has the shape that HotSpot makes vector code of.
 */
final class PermutedSums {
    private final double[][] places;
    private final int draws;

    /** Of the orders from {@code first} on. */
    PermutedSums(double[] x, int[] orders, int first, int many) {
        draws = many;
        places = new double[x.length][many];
        for (int d = 0; d < many; d++) {
            for (int i = 0; i < x.length; i++) {
                places[i][d] = x[orders[(first + d) * x.length + i]];
            }
        }
    }

    /** How many orders have a sum that is at least {@code threshold} from 0. */
    int atLeast(double[] y, double threshold) {
        double[] sums = new double[draws];
        int i = 0;
        for (; i + 3 < y.length; i += 4) {
            add(sums, places[i], places[i + 1], places[i + 2], places[i + 3], y[i], y[i + 1], y[i + 2], y[i + 3]);
        }
        for (; i < y.length; i++) {
            add(sums, places[i], y[i]);
        }
        int count = 0;
        for (double sum : sums) {
            count += Math.abs(sum) >= threshold ? 1 : 0;
        }
        return count;
    }

    private static void add(
            double[] sums,
            double[] x0,
            double[] x1,
            double[] x2,
            double[] x3,
            double y0,
            double y1,
            double y2,
            double y3) {
        for (int d = 0; d < sums.length; d++) {
            sums[d] += x0[d] * y0 + x1[d] * y1 + x2[d] * y2 + x3[d] * y3;
        }
    }

    private static void add(double[] sums, double[] x, double y) {
        for (int d = 0; d < sums.length; d++) {
            sums[d] += x[d] * y;
        }
    }
}
