/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/** What {@link NewtonSolver} needs to know of a function of K·D weights, which come first, and K intercepts. */
interface NewtonLoss extends PenalisedLoss {
    /** Number of weights, intercepts left out. */
    int weights();

    /** out = Hessian * v where the function stands; v adds up to zero over the classes. */
    void hessianTimes(double[] v, double[] out);

    /** Adds to the intercepts where the function stands; returns the value there and writes the gradient. */
    double shift(double[] by, double[] gradient);

    /** b = H⁻¹ b, H the Hessian with respect to all intercepts but the last. */
    void solveIntercepts(double[] b);

    /** The one that serves conjugate gradients from here on. */
    Preconditioner preconditioner();

    /** Makes a better preconditioner where the function stands. */
    void renewPreconditioner();

    /** What {@link #renewPreconditioner} costs, in products with the Hessian. */
    int renewalWorth();
}
