/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/** A plain function of a vector as the optimiser wants it. */
final class FunctionObjective implements LineObjective {
    /** Returns the value at x and writes the gradient. */
    interface Function {
        double at(double[] x, double[] gradient);
    }

    private final Function function;
    private final double[] gradient;
    private double[] direction = new double[0];

    FunctionObjective(Function function, int size) {
        this.function = function;
        gradient = new double[size];
    }

    @Override
    public int size() {
        return gradient.length;
    }

    @Override
    public double moveTo(double[] x, double[] gradientOut) {
        return function.at(x, gradientOut);
    }

    @Override
    public void direction(double[] d) {
        direction = d;
    }

    @Override
    public double trial(double step, double[] x) {
        return function.at(x, gradient);
    }

    @Override
    public double slope() {
        return Vectors.dot(gradient, direction);
    }

    @Override
    public void accept(double[] gradientOut) {
        System.arraycopy(gradient, 0, gradientOut, 0, gradient.length);
    }
}
