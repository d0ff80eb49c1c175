/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/**
 * A function as a line search sees it. Trials along one direction are cheap for a linear model: the scores of the direction
 * are made once, and every step length is then a matter of adding two arrays.
 */
interface LineObjective {
    /** Length of its vectors. */
    int size();

    /** Moves to {@code x}, writes the gradient there and returns the value. */
    double moveTo(double[] x, double[] gradient);

    /** Sets the direction of the trials that follow, from the point where the function stands. */
    void direction(double[] d);

    /** Value at {@code x}, which must be the point where the function stands plus {@code step} times the direction. */
    double trial(double step, double[] x);

    /** Derivative along the direction at the last trial. */
    double slope();

    /** Moves to the last trial's point and writes the gradient there. */
    void accept(double[] gradient);

    /** Inner product of two vectors of parameters, steps or gradients, as their layout has it. */
    default double dot(double[] a, double[] b) {
        return Vectors.dot(a, b);
    }

    /** Whether no derivative is larger than {@code tolerance} at the point where the function stands. */
    default boolean flat(double[] gradient, double tolerance) {
        return Vectors.maxAbs(gradient) <= tolerance;
    }
}
