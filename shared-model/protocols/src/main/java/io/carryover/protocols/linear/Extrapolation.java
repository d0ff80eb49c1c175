/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/**
 * Where the next fit starts: on the parabola in log C through the last three optima. The optimum is a smooth function of log C, so this saves the
 * better half of the Newton steps; where a fit starts doesn't reach its result.
 */
final class Extrapolation {
    private static final int POINTS = 3;

    private final double[] at = new double[POINTS];
    private final double[][] optima = new double[POINTS][];
    private int known;

    /** Moves {@code x}, the last optimum, on to {@code c}. */
    void start(double c, double[] x) {
        if (known < POINTS) {
            return;
        }
        double to = Math.log(c);
        double[] share = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            share[i] = 1;
            for (int j = 0; j < POINTS; j++) {
                share[i] *= i == j ? 1 : (to - at[j]) / (at[i] - at[j]);
            }
        }
        for (int k = 0; k < x.length; k++) {
            double sum = 0;
            for (int i = 0; i < POINTS; i++) {
                sum = Math.fma(share[i], optima[i][k], sum);
            }
            x[k] = sum;
        }
    }

    /** {@code x} is the optimum for {@code c}, another C than the last. */
    void solved(double c, double[] x) {
        int place = known++ % POINTS;
        at[place] = Math.log(c);
        optima[place] = x.clone();
    }
}
