/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

import io.carryover.protocols.Seeds;
import java.util.random.RandomGenerator;

/**
 * Mean difference of two backbones over the same units: the accuracies of the same episodes, or whether the same images are
 * right. What both find hard or easy drops out, so the interval is narrower than those of the two numbers suggest.
 *
 * @param n units
 * @param mean of first − second, in the unit of the values
 * @param interval mean ± 1.96·sd/√n, sd of the population, as the study has it for episodes (its A.3)
 * @param bootstrap percentiles of the mean over draws of units with repetition
 */
public record PairedDifference(int n, double mean, Interval interval, Interval bootstrap) {
    /**
     * Compares values unit by unit.
     *
     * @param seed of the bootstrap; part of its rule
     * @throws IllegalArgumentException where there are no units or not as many of the one as of the other
     */
    public static PairedDifference of(double[] first, double[] second, long seed) {
        if (first.length != second.length || first.length == 0) {
            throw new IllegalArgumentException("not the same units: " + first.length + " and " + second.length);
        }
        double[] differences = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            differences[i] = first[i] - second[i];
        }
        double mean = Intervals.mean(differences);
        double half = Intervals.halfWidth(differences);
        return new PairedDifference(
                differences.length,
                mean,
                new Interval(mean - half, mean + half, "paired"),
                bootstrap(differences, seed));
    }

    private static Interval bootstrap(double[] differences, long seed) {
        double[] draws = new double[Intervals.DRAWS];
        for (int draw = 0; draw < draws.length; draw++) {
            RandomGenerator random = Seeds.stream(seed, draw);
            double sum = 0;
            for (int i = 0; i < differences.length; i++) {
                sum += differences[random.nextInt(differences.length)];
            }
            draws[draw] = sum / differences.length;
        }
        return Intervals.percentile(draws, "paired-bootstrap-" + Intervals.DRAWS + "-seed-" + seed);
    }

    /** Whether zero lies outside the first interval. */
    public boolean differs() {
        return interval.lo() > 0 || interval.hi() < 0;
    }
}
