/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import java.util.function.Consumer;

/** The function of {@link SoftmaxLoss} over data that are read anew for every question: one pass each. */
final class PassLoss implements NewtonLoss {
    private final Consumer<PassRequest> data;
    private final int classes;
    private final int weights;
    private final Preconditioner preconditioner;
    private double penalty = 1;
    private PassRequest here;
    private PassRequest tried;
    private double[] direction = new double[0];
    private double slope;

    /** @param dimension D */
    PassLoss(Consumer<PassRequest> data, int dimension, int classes, Preconditioner preconditioner) {
        this.data = data;
        this.classes = classes;
        this.preconditioner = preconditioner;
        weights = classes * dimension;
        here = PassRequest.gradient(new double[weights + classes], classes);
        tried = here;
    }

    @Override
    public void penalty(double penalty) {
        this.penalty = penalty;
    }

    @Override
    public int size() {
        return weights + classes;
    }

    /** None: these fits start from a sample's optimum, too far from their own for the last digits to matter. */
    @Override
    public double rounding() {
        return 0;
    }

    @Override
    public int weights() {
        return weights;
    }

    @Override
    public double moveTo(double[] x, double[] gradient) {
        tried = ask(x);
        accept(gradient);
        return value(here);
    }

    @Override
    public void direction(double[] d) {
        direction = d;
    }

    /** Makes the gradient, too: it costs no pass of its own, and a first trial mostly is the last. */
    @Override
    public double trial(double step, double[] x) {
        tried = ask(x);
        slope = Vectors.dot(tried.sum, direction) + penalty * Vectors.dot(x, direction, 0, weights);
        return value(tried);
    }

    @Override
    public double slope() {
        return slope;
    }

    @Override
    public void accept(double[] gradient) {
        here = tried;
        System.arraycopy(here.sum, 0, gradient, 0, gradient.length);
        addPenalty(here.at, gradient);
    }

    @Override
    public double shift(double[] by, double[] gradient) {
        double[] x = here.at.clone();
        for (int c = 0; c < classes; c++) {
            x[weights + c] += by[c];
        }
        return moveTo(x, gradient);
    }

    @Override
    public void hessianTimes(double[] v, double[] out) {
        PassRequest request = PassRequest.product(here.at, v, classes);
        data.accept(request);
        System.arraycopy(request.sum, 0, out, 0, out.length);
        addPenalty(v, out);
    }

    @Override
    public void solveIntercepts(double[] b) {
        Cholesky.of(here.interceptHessian()).solve(b);
    }

    @Override
    public Preconditioner preconditioner() {
        return preconditioner;
    }

    /** Never renewed: the second moments of all images cost as much as a hundred passes. */
    @Override
    public void spent(ConjugateGradients.Effort effort) {}

    private PassRequest ask(double[] x) {
        PassRequest request = PassRequest.gradient(x.clone(), classes);
        data.accept(request);
        return request;
    }

    private double value(PassRequest at) {
        return at.value() + 0.5 * penalty * Vectors.dot(at.at, at.at, 0, weights);
    }

    private void addPenalty(double[] of, double[] to) {
        for (int i = 0; i < weights; i++) {
            to[i] = Math.fma(penalty, of[i], to[i]);
        }
    }
}
