/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

import java.util.Arrays;

/**
 * One number from several seeds.
 *
 * @param n how many seeds
 * @param mean over seeds
 * @param sd of the sample (n - 1); NaN for one seed
 * @param least smallest value
 * @param most largest value
 */
public record SeedSummary(int n, double mean, double sd, double least, double most) {
    /** Combines the values of at least one seed. */
    public static SeedSummary of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no seed");
        }
        double mean = Intervals.mean(values);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double sd = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : Double.NaN;
        return new SeedSummary(
                values.length,
                mean,
                sd,
                Arrays.stream(values).min().getAsDouble(),
                Arrays.stream(values).max().getAsDouble());
    }
}
