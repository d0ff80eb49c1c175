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
    /** Number of parameters. */
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
}
