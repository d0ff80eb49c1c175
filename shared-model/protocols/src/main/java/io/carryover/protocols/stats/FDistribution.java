/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

/** The upper tail of Fisher's F. */
public final class FDistribution {
    private static final double[] LANCZOS = {
        0.9999999999998099,
        676.5203681218851,
        -1259.1392167224028,
        771.3234287776531,
        -176.6150291621406,
        12.507343278686905,
        -0.13857109526572012,
        9.984369578019572e-6,
        1.5056327351493116e-7
    };

    private FDistribution() {}

    /**
     * P(F ≥ f) by the continued fraction of the incomplete beta function; accurate to about 1e-12.
     *
     * @param freedom degrees of freedom of the numerator, above 0
     * @param error degrees of freedom of the denominator, above 0
     */
    public static double upperTail(double f, double freedom, double error) {
        if (Double.isInfinite(f)) {
            return 0;
        }
        return f <= 0 ? 1 : incompleteBeta(error / (error + freedom * f), error / 2, freedom / 2);
    }

    private static double incompleteBeta(double x, double a, double b) {
        // The fraction converges fast below the mean; above it, the mirror image does.
        if (x > (a + 1) / (a + b + 2)) {
            return 1 - front(1 - x, b, a) / fraction(1 - x, b, a);
        }
        return front(x, a, b) / fraction(x, a, b);
    }

    private static double front(double x, double a, double b) {
        return Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
    }

    /** Evaluated from its far end: terms beyond 400 don't change the double for degrees of freedom that tables have. */
    private static double fraction(double x, double a, double b) {
        double value = 1;
        for (int k = 400; k > 0; k--) {
            int m = k / 2;
            double term = k % 2 == 0
                    ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                    : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            value = 1 + term / value;
        }
        return value;
    }

    /** By Lanczos' approximation (g = 7, nine terms), x ≥ ½. */
    private static double logGamma(double x) {
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x - 1 + i);
        }
        double t = x + 6.5;
        return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(t) - t + Math.log(sum);
    }
}
