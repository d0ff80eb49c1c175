/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.FeatureMatrix;
import java.util.Optional;

/** Multinomial logistic regression. */
final class SingleHead implements Head {
    private final SoftmaxLoss loss;
    private final int classes;
    private final Context context;
    private final double[] x;
    private final Extrapolation path = new Extrapolation();

    SingleHead(FeatureMatrix features, Labels.Single labels, int classes, Context context, Optional<double[][]> start) {
        this.classes = classes;
        this.context = context;
        loss = new SoftmaxLoss(Design.forFitting(features), labels.toArray(), classes, context.team());
        x = start.map(parameters -> parameters[0].clone()).orElseGet(() -> new double[loss.size()]);
    }

    @Override
    public Solver.Solved fit(double c) {
        return context.fit(loss, c, x, path);
    }

    @Override
    public Scores score(Design design) {
        return Scores.of(design, x, classes, context.team());
    }

    @Override
    public double[][] parameters() {
        return new double[][] {x.clone()};
    }
}
