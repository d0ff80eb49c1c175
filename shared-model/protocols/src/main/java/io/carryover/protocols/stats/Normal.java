/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

/** The standard normal distribution. */
public final class Normal {
    /** Half of a 95 % interval in standard errors: the z below which 97.5 % lie. */
    public static final double Z975 = 1.959963984540054;

    private Normal() {}

    /** P(Z ≤ z), relative error about 1e-14: by the series of erf near 0, by the continued fraction of erfc in the tails. */
    public static double cdf(double z) {
        double x = Math.abs(z) / Math.sqrt(2);
        double upper = x < 2.5 ? (1 - erfSeries(x)) / 2 : erfcFraction(x) / 2;
        return z < 0 ? upper : 1 - upper;
    }

    /** Density. */
    public static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /** The z below which a share of {@code p} lies, 0 &lt; p &lt; 1: by Newton's method, and by bisection where that would leave the bracket. */
    public static double quantile(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("not a probability between 0 and 1: " + p);
        }
        double lo = -40;
        double hi = 40;
        double z = 0;
        for (int i = 0; i < 100; i++) {
            double off = cdf(z) - p;
            if (off < 0) {
                lo = z;
            } else {
                hi = z;
            }
            double next = z - off / density(z);
            boolean inside = next > lo && next < hi;
            next = inside ? next : (lo + hi) / 2;
            if (Math.abs(next - z) <= 1e-15 * Math.max(1, Math.abs(z))) {
                return next;
            }
            z = next;
        }
        return z;
    }

    private static double erfSeries(double x) {
        double term = x;
        double sum = x;
        for (int k = 1; Math.abs(term) > 1e-17 * sum; k++) {
            term *= 2 * x * x / (2 * k + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    private static double erfcFraction(double x) {
        double fraction = x;
        for (int k = 80; k > 0; k--) {
            fraction = x + k / 2.0 / fraction;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }
}
