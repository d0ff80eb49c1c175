/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import java.util.Arrays;

/**
 * What rank coefficients are where nothing goes with anything: Spearman's sum of products and Kendall's S of ranks in all orders. They depend on
 * the ranks alone, that is on which ones are tied; so most pairs of tasks share them.
 */
final class NullRanks {
    private final double[] sums;
    private final int[] concordances;

    /**
     * Of ranks around 0, ascending.
     *
     * @param orders of {@code x}, [order][n]
     */
    NullRanks(double[] x, double[] y, int[] orders) {
        int n = x.length;
        sums = new double[orders.length / n];
        for (int d = 0; d < sums.length; d++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += x[orders[d * n + i]] * y[i];
            }
            sums[d] = Math.abs(sum);
        }
        concordances = new DrawnSigns(x, orders).concordance(PairSigns.of(y));
        for (int d = 0; d < concordances.length; d++) {
            concordances[d] = Math.abs(concordances[d]);
        }
        Arrays.sort(sums);
        Arrays.sort(concordances);
    }

    /** How many orders have a sum that is at least {@code sum} from 0: whole numbers, so equal is equal. */
    int sumsAtLeast(double sum) {
        // Between it and the whole number below.
        return sums.length - place(Arrays.binarySearch(sums, sum - 0.5));
    }

    /** How many orders have an S that is at least {@code s} from 0. */
    int concordancesAtLeast(int s) {
        int low = 0;
        int high = concordances.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (concordances[middle] < s) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return concordances.length - low;
    }

    private static int place(int found) {
        // It is never found.
        return -found - 1;
    }
}
