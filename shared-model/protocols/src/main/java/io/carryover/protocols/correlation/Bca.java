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
 *
 * <p>For one interval after another. Order statistics are found without sorting all: draws are counted in buckets, and only a bucket that is
 * asked for is gathered and sorted.
 */
final class Bca {
    private static final double TIE = 1e-12;
    private static final int BUCKETS = 2048;

    private final int[] buckets;
    private final int[] counts = new int[BUCKETS];
    private final int[] starts = new int[BUCKETS + 1];
    private double[] draws = {};
    private int size;
    private int last = -1;
    private double[] ofLast = {};

    /** @param draws how many each interval has */
    Bca(int draws) {
        buckets = new int[draws];
    }

    /**
     * The 95 % interval.
     *
     * @param draws the coefficient in each resample, -1 … 1 or NaN
     * @param estimate the coefficient
     * @param jackknife without each model in turn; without acceleration where one is NaN
     */
    Interval interval(double[] draws, double estimate, double[] jackknife) {
        count(draws);
        if (size == 0) {
            return new Interval(-1, 1, "none: no resample has a coefficient");
        }
        // Ties count half; equal values may differ in their last bits.
        double below = (below(estimate - TIE) + below(estimate + TIE)) / (2.0 * size);
        double z0 = Normal.quantile(Math.clamp(below, 0.5 / size, 1 - 0.5 / size));
        double a = acceleration(jackknife);
        double lo = quantile(level(z0, a, -Normal.Z975));
        double hi = quantile(level(z0, a, Normal.Z975));
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

    private void count(double[] draws) {
        this.draws = draws;
        last = -1;
        for (int i = 0; i < draws.length; i++) {
            // What is no number comes to 0, where nothing else does.
            buckets[i] = bucket(draws[i]);
        }
        Arrays.fill(counts, 0);
        for (int b : buckets) {
            counts[b]++;
        }
        for (int b = 1; b < BUCKETS; b++) {
            starts[b + 1] = starts[b] + counts[b];
        }
        size = starts[BUCKETS];
    }

    private static int bucket(double value) {
        return (int) ((value + 1) * (BUCKETS / 2 - 2) + 2);
    }

    /** How many lie below {@code limit}. */
    private int below(double limit) {
        int b = Math.clamp(bucket(limit), 1, BUCKETS - 1);
        int count = starts[b];
        for (double value : sorted(b)) {
            count += value < limit ? 1 : 0;
        }
        return count;
    }

    /** By linear interpolation, as numpy's default. */
    private double quantile(double q) {
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
        return sorted(b)[k - starts[b]];
    }

    /** Values of a bucket; neighbours are asked for one after the other. */
    private double[] sorted(int bucket) {
        if (bucket != last) {
            ofLast = gathered(bucket);
            Arrays.sort(ofLast);
            last = bucket;
        }
        return ofLast;
    }

    private double[] gathered(int bucket) {
        double[] gathered = new double[starts[bucket + 1] - starts[bucket]];
        int next = 0;
        for (int i = 0; i < draws.length && next < gathered.length; i++) {
            if (buckets[i] == bucket) {
                gathered[next++] = draws[i];
            }
        }
        return gathered;
    }
}
