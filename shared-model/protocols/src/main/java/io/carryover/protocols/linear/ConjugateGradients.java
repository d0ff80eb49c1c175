/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Solves Hessian * d = -gradient to a tolerance, preconditioned. */
final class ConjugateGradients {
    private static final int MOST = 2_000;

    private ConjugateGradients() {}

    /**
     * When to stop.
     *
     * @param relative share of the gradient's norm that may be left
     * @param absolute norm that needs no further reduction
     */
    record Goal(double relative, double absolute) {}

    /**
     * What a solution took.
     *
     * @param products with the Hessian
     * @param reduction natural logarithm of the factor by which the residual became smaller
     */
    record Effort(int products, double reduction) {}

    /** Writes the solution to {@code d}. */
    static Effort solve(
            NewtonLoss loss,
            Preconditioner preconditioner,
            double[] gradient,
            Goal goal,
            double[] d,
            BooleanSupplier cancelled) {
        int n = gradient.length;
        double[] r = new double[n];
        for (int i = 0; i < n; i++) {
            r[i] = -gradient[i];
        }
        Arrays.fill(d, 0);
        double first = Math.sqrt(Vectors.dot(r, r));
        double enough = Math.max(goal.absolute(), goal.relative() * first);
        double[] z = new double[n];
        double[] product = new double[n];
        preconditioner.solve(r, z);
        double[] p = z.clone();
        double rz = Vectors.dot(r, z);
        int iterations = 0;
        while (iterations < MOST && Math.sqrt(Vectors.dot(r, r)) > enough) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled during a fit");
            }
            loss.hessianTimes(p, product);
            iterations++;
            double curvature = Vectors.dot(p, product);
            if (!(curvature > 0)) {
                break;
            }
            double alpha = rz / curvature;
            Vectors.axpy(d, alpha, p);
            Vectors.axpy(r, -alpha, product);
            preconditioner.solve(r, z);
            double next = Vectors.dot(r, z);
            double beta = next / rz;
            rz = next;
            for (int i = 0; i < n; i++) {
                p[i] = Math.fma(beta, p[i], z[i]);
            }
        }
        return new Effort(iterations, Math.log(first / Math.sqrt(Vectors.dot(r, r))));
    }
}
