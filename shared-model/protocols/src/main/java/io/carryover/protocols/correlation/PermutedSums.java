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
    private final int places;
    private final int draws;
    private final double[] values;
    private final double[] sums;

    /** Room for so many draws at a time. */
    PermutedSums(int places, int block) {
        this.places = places;
        this.draws = block;
        this.values = new double[places * block];
        this.sums = new double[block];
    }

    /** Takes the orders from {@code first} on. */
    void take(double[] x, Draws orders, int first, int many) {
        for (int d = 0; d < many; d++) {
            for (int i = 0; i < places; i++) {
                values[i * draws + d] = x[orders.order(first + d, i)];
            }
        }
    }

    /** Of the first {@code many} draws taken, those whose sum is at least {@code threshold} from 0. */
    int atLeast(double[] y, double threshold, int many) {
        double y0 = y[0];
        for (int d = 0; d < many; d++) {
            sums[d] = values[d] * y0;
        }
        int i = 1;
        for (; i + 3 < places; i += 4) {
            addFour(i, y[i], y[i + 1], y[i + 2], y[i + 3], many);
        }
        for (; i < places; i++) {
            addOne(i, y[i], many);
        }
        int count = 0;
        for (int d = 0; d < many; d++) {
            count += Math.abs(sums[d]) >= threshold ? 1 : 0;
        }
        return count;
    }

    private void addFour(int i, double a, double b, double c, double e, int many) {
        int at = i * draws;
        int at1 = at + draws;
        int at2 = at1 + draws;
        int at3 = at2 + draws;
        for (int d = 0; d < many; d++) {
            sums[d] += values[at + d] * a + values[at1 + d] * b + values[at2 + d] * c + values[at3 + d] * e;
        }
    }

    private void addOne(int i, double a, int many) {
        int at = i * draws;
        for (int d = 0; d < many; d++) {
            sums[d] += values[at + d] * a;
        }
    }
}
