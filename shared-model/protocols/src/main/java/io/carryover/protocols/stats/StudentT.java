/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

/** The 97.5 % quantile of Student's t. */
public final class StudentT {
    private static final int STEPS = 2_000;
    private static final int MOST_STEPS = 100;

    private StudentT() {}

    /**
     * By Newton's method on the distribution function, itself by Simpson's rule; accurate to 1e-8 for one degree of freedom and more.
     *
     * <p>With t = √ν·tan θ the density becomes cos^(ν-1) θ, smooth on [0, π/2): P(|T| &lt; t) is the ratio of its integral up to the angle to
     * the whole. It is concave in t, so that steps from below never pass the quantile.
     */
    public static double quantile975(double freedom) {
        if (freedom > 1000) {
            // The first terms of the expansion around the normal quantile; the next is below 1e-8 here.
            double z = Normal.Z975;
            return z
                    + z * (z * z + 1) / (4 * freedom)
                    + z * (5 * Math.pow(z, 4) + 16 * z * z + 3) / (96 * freedom * freedom);
        }
        double whole = integral(Math.PI / 2, freedom);
        double t = Normal.Z975;
        for (int i = 0; i < MOST_STEPS; i++) {
            double angle = Math.atan(t / Math.sqrt(freedom));
            double slope = density(angle, freedom) * Math.sqrt(freedom) / (freedom + t * t) / whole;
            double step = (0.95 - integral(angle, freedom) / whole) / slope;
            t += step;
            if (Math.abs(step) < 1e-12 * t) {
                break;
            }
        }
        return t;
    }

    private static double integral(double to, double freedom) {
        double h = to / STEPS;
        double sum = 1 + density(to, freedom);
        for (int i = 1; i < STEPS; i++) {
            sum += (i % 2 == 1 ? 4 : 2) * density(i * h, freedom);
        }
        return sum * h / 3;
    }

    private static double density(double angle, double freedom) {
        return Math.pow(Math.max(0, Math.cos(angle)), freedom - 1);
    }
}
