/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import io.carryover.protocols.stats.Interval;
import io.carryover.protocols.stats.Normal;
import java.util.Arrays;

/**
 * The bias-corrected and accelerated bootstrap interval (Efron 1987), for a coefficient between -1 and 1. As
 * {@code scipy.stats.bootstrap} has it, but that draws without a coefficient are left out and that the share of draws below the estimate
 * is kept half a draw from 0 and 1, where the bias would be infinite.
 */
final class Bca {
    private static final double TIE = 1e-12;
    private static final int BUCKETS = 2048;

    private Bca() {}

    /**
     * The 95 % interval.
     *
     * @param draws the coefficient in each resample, -1 … 1 or NaN
     * @param estimate the coefficient
     * @param jackknife without each model in turn; without acceleration where one is NaN
     */
    static Interval interval(double[] draws, double estimate, double[] jackknife) {
        var sorted = new Sorted(draws);
        if (sorted.size == 0) {
            return new Interval(-1, 1, "none: no resample has a coefficient");
        }
        // Ties count half; equal values may differ in their last bits.
        double below = (sorted.below(estimate - TIE) + sorted.below(estimate + TIE)) / (2.0 * sorted.size);
        double z0 = Normal.quantile(Math.clamp(below, 0.5 / sorted.size, 1 - 0.5 / sorted.size));
        double a = acceleration(jackknife);
        double lo = sorted.quantile(level(z0, a, -Normal.Z975));
        double hi = sorted.quantile(level(z0, a, Normal.Z975));
        return new Interval(lo, hi, "bca-" + draws.length);
    }

    private static double level(double z0, double a, double z) {
        double moved = z0 + z;
        return Normal.cdf(z0 + moved / (1 - a * moved));
    }

    private static double acceleration(double[] jackknife) {
        double mean = Arrays.stream(jackknife).average().orElse(0);
        double squares = 0;
        double cubes = 0;
        for (double left : jackknife) {
            double u = mean - left;
            squares += u * u;
            cubes += u * u * u;
        }
        return squares > 0 ? cubes / (6 * Math.pow(squares, 1.5)) : 0;
    }

    /** Order statistics without sorting all: values are put into buckets, and only a bucket that is asked for is sorted. */
    private static final class Sorted {
        private final int[] starts = new int[BUCKETS + 1];
        private final double[] values;
        private final int size;

        Sorted(double[] given) {
            int[] buckets = new int[given.length];
            for (int i = 0; i < given.length; i++) {
                // Not a number: nowhere.
                buckets[i] = Double.isNaN(given[i]) ? BUCKETS : bucket(given[i]);
            }
            int[] counts = new int[BUCKETS + 1];
            for (int b : buckets) {
                counts[b]++;
            }
            for (int b = 0; b < BUCKETS; b++) {
                starts[b + 1] = starts[b] + counts[b];
            }
            size = starts[BUCKETS];
            values = new double[given.length];
            int[] next = starts.clone();
            for (int i = 0; i < given.length; i++) {
                values[next[buckets[i]]++] = given[i];
            }
        }

        private static int bucket(double value) {
            return Math.clamp((int) ((value + 1) * (BUCKETS / 2)), 0, BUCKETS - 1);
        }

        /** How many lie below {@code limit}. */
        int below(double limit) {
            int b = bucket(limit);
            int count = starts[b];
            for (int i = starts[b]; i < starts[b + 1]; i++) {
                count += values[i] < limit ? 1 : 0;
            }
            return count;
        }

        /** By linear interpolation, as numpy's default. */
        double quantile(double q) {
            double place = q * (size - 1);
            int low = (int) Math.floor(place);
            double lo = at(low);
            return low + 1 < size && place > low ? lo + (place - low) * (at(low + 1) - lo) : lo;
        }

        private double at(int k) {
            int found = Arrays.binarySearch(starts, k);
            int b = found >= 0 ? found : -found - 2;
            // Of empty buckets, whose starts are equal, the last one's neighbour holds the value.
            while (starts[b + 1] <= k) {
                b++;
            }
            Arrays.sort(values, starts[b], starts[b + 1]);
            return values[k];
        }
    }
}
