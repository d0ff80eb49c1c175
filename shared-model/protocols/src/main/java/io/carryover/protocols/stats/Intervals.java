/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

import io.carryover.protocols.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Intervals of single results, percent. */
public final class Intervals {
    /** Draws of every bootstrap that stands in a result. */
    public static final int DRAWS = 2_000;

    private Intervals() {}

    /**
     * Wilson's score interval of a share (Wilson 1927), for top-1 and pixel accuracy.
     *
     * @param hits how many of {@code n} are right
     */
    public static Interval wilson(long hits, long n) {
        double p = (double) hits / n;
        double centre = p + Normal.Z975 * Normal.Z975 / (2 * n);
        double half = Normal.Z975 * Math.sqrt(p * (1 - p) / n + Normal.Z975 * Normal.Z975 / (4.0 * n * n));
        double scale = 1 + Normal.Z975 * Normal.Z975 / n;
        double lo = hits == 0 ? 0 : (centre - half) / scale;
        double hi = hits == n ? 1 : (centre + half) / scale;
        return new Interval(100 * lo, 100 * hi, "wilson");
    }

    /** Half width over episodes as the study prints it: 1.96·sd/√n, sd of the population. */
    public static double halfWidth(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double v : values) {
            squares += (v - mean) * (v - mean);
        }
        return 1.96 * Math.sqrt(squares / values.length) / Math.sqrt(values.length);
    }

    /** Mean ± {@link #halfWidth}: error of drawing episodes from one fixed pool, nothing else. */
    public static Interval episodes(double[] accuracies) {
        double mean = mean(accuracies);
        double half = halfWidth(accuracies);
        return new Interval(mean - half, mean + half, "episodes");
    }

    /**
     * Percentile bootstrap of the mean per-class accuracy: every class keeps its number of images.
     *
     * @param right whether each image is right
     * @param labels class of each image, every class of 0 … classes - 1 present
     */
    public static Interval meanPerClass(boolean[] right, int[] labels, int classes, long seed) {
        int[] images = new int[classes];
        int[] hits = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            images[labels[i]]++;
            hits[labels[i]] += right[i] ? 1 : 0;
        }
        double[] draws = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            RandomGenerator random = Seeds.stream(seed, draw);
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                int drawn = 0;
                for (int i = 0; i < images[c]; i++) {
                    drawn += random.nextInt(images[c]) < hits[c] ? 1 : 0;
                }
                sum += (double) drawn / images[c];
            }
            draws[draw] = 100 * sum / classes;
        }
        return percentile(draws, "bootstrap-stratified-" + DRAWS + "-seed-" + seed);
    }

    /** The 2.5th and 97.5th percentile of draws. */
    public static Interval percentile(double[] draws, String rule) {
        double[] sorted = draws.clone();
        Arrays.sort(sorted);
        return new Interval(quantile(sorted, 0.025), quantile(sorted, 0.975), rule);
    }

    /** Quantile by linear interpolation (Hyndman and Fan's type 7, as numpy's default). */
    static double quantile(double[] sorted, double q) {
        double place = q * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Arithmetic mean. */
    public static double mean(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        return sum / values.length;
    }
}
