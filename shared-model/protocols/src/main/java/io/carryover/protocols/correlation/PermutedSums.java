/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

/**
 * Σ x[π(i)]·y[i] over many orders π of one x: the coefficients of Pearson and, on ranks, of Spearman but for a factor that no order changes.
 * Values of x lie by place and then by draw, so that the inner loop runs over draws and becomes vector code.
 */
final class PermutedSums {
    private final int draws;
    private final double[] values;

    /** Of the orders from {@code first} on. */
    PermutedSums(double[] x, int[] orders, int first, int many) {
        draws = many;
        values = new double[x.length * many];
        for (int d = 0; d < many; d++) {
            for (int i = 0; i < x.length; i++) {
                values[i * many + d] = x[orders[(first + d) * x.length + i]];
            }
        }
    }

    /** How many orders have a sum that is at least {@code threshold} from 0. */
    int atLeast(double[] y, double threshold) {
        double[] from = values;
        int n = draws;
        // Of an array that is new the compiler knows that it is no other: without that the loops below aren't made
        // vector code.
        double[] sums = new double[n];
        int i = 0;
        for (; i + 3 < y.length; i += 4) {
            int at = i * n;
            int at1 = at + n;
            int at2 = at1 + n;
            int at3 = at2 + n;
            double a = y[i];
            double b = y[i + 1];
            double c = y[i + 2];
            double e = y[i + 3];
            for (int d = 0; d < n; d++) {
                sums[d] += from[at + d] * a + from[at1 + d] * b + from[at2 + d] * c + from[at3 + d] * e;
            }
        }
        for (; i < y.length; i++) {
            int at = i * n;
            double a = y[i];
            for (int d = 0; d < n; d++) {
                sums[d] += from[at + d] * a;
            }
        }
        int count = 0;
        for (int d = 0; d < n; d++) {
            count += Math.abs(sums[d]) >= threshold ? 1 : 0;
        }
        return count;
    }
}
