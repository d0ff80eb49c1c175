/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import java.util.function.ToDoubleBiFunction;

/** The last steps and gradient differences, and the direction that follows from them (Nocedal's two-loop recursion). */
final class LbfgsMemory {
    private final ToDoubleBiFunction<double[], double[]> product;
    private final double[][] steps;
    private final double[][] differences;
    private final double[] curvature;
    private final double[] alpha;
    private int kept;
    private int newest = -1;
    private double scale = 1;

    /** @param product inner product of vectors, see {@link LineObjective#dot} */
    LbfgsMemory(int capacity, int size, ToDoubleBiFunction<double[], double[]> product) {
        this.product = product;
        steps = new double[capacity][size];
        differences = new double[capacity][size];
        curvature = new double[capacity];
        alpha = new double[capacity];
    }

    boolean isEmpty() {
        return kept == 0;
    }

    void forget() {
        kept = 0;
        newest = -1;
        scale = 1;
    }

    /** d = -H g. */
    void direction(double[] g, double[] d) {
        for (int i = 0; i < d.length; i++) {
            d[i] = -g[i];
        }
        int m = steps.length;
        for (int i = 0; i < kept; i++) {
            int k = Math.floorMod(newest - i, m);
            alpha[k] = product.applyAsDouble(steps[k], d) / curvature[k];
            Vectors.axpy(d, -alpha[k], differences[k]);
        }
        Vectors.scale(d, scale);
        for (int i = kept - 1; i >= 0; i--) {
            int k = Math.floorMod(newest - i, m);
            double beta = product.applyAsDouble(differences[k], d) / curvature[k];
            Vectors.axpy(d, alpha[k] - beta, steps[k]);
        }
    }

    /** Takes in a step of {@code length} along {@code direction}, unless the slope along it hardly rose. */
    void update(
            double[] direction,
            double length,
            double[] gradient,
            double[] gradientBefore,
            double slopeBefore,
            double slope,
            double epsilon) {
        double along = (slope - slopeBefore) * length;
        if (along <= epsilon * -slopeBefore * length) {
            return;
        }
        newest = (newest + 1) % steps.length;
        kept = Math.min(kept + 1, steps.length);
        double[] s = steps[newest];
        double[] y = differences[newest];
        for (int i = 0; i < s.length; i++) {
            s[i] = length * direction[i];
            y[i] = gradient[i] - gradientBefore[i];
        }
        curvature[newest] = along;
        scale = along / product.applyAsDouble(y, y);
    }
}
