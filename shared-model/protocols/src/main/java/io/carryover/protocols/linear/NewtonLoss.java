/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/** What {@link NewtonSolver} needs to know of a function of K·D weights, which come first, and K intercepts. */
interface NewtonLoss extends PenalisedLoss {
    /** Number of weights, intercepts left out. */
    int weights();

    /** What the value may be off by for rounding, beside its own last digits: where all classes can be told apart it is smaller than that of the sum. */
    double rounding();

    /** out = Hessian * v where the function stands; v adds up to zero over the classes. */
    void hessianTimes(double[] v, double[] out);

    /** Adds to the intercepts where the function stands; returns the value there and writes the gradient. */
    double shift(double[] by, double[] gradient);

    /** b = H⁻¹ b, H the Hessian with respect to all intercepts but the last. */
    void solveIntercepts(double[] b);

    /** The one to solve the next system with, made anew where the function stands if that pays by now. */
    Preconditioner preconditioner();

    /** Says what it took to solve a system with the last preconditioner. */
    void spent(ConjugateGradients.Effort effort);
}
