/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.FeatureMatrix;

/** Softmax regression by way of the images' inner products, from zero. */
final class KernelHead implements Head {
    private final int classes;
    private final Context context;
    private final KernelLoss loss;
    private final double[] x;

    KernelHead(FeatureMatrix features, Labels.Single labels, int classes, Context context) {
        this.classes = classes;
        this.context = context;
        loss = new KernelLoss(features, labels.toArray(), classes, context.team());
        x = new double[loss.size()];
    }

    @Override
    public Solver.Solved fit(double c) {
        return Solver.study(loss, c, x, context.monitor()::cancelled);
    }

    @Override
    public Scores score(Design design) {
        return Scores.of(design, loss.parameters(x), classes, context.team());
    }

    @Override
    public double[][] parameters() {
        return new double[][] {loss.parameters(x)};
    }
}
