/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.FeatureMatrix;
import java.util.Optional;

/** A classifier on one training split that is fitted again and again, each time from where it stands. */
interface Head {
    /** Fits for one C. */
    Solver.Solved fit(double c);

    /** Decision values of the last fit. */
    Scores score(Design design);

    /** What the last fit left, one vector per problem; a copy. */
    double[][] parameters();

    /** What heads of one probe share. */
    record Context(LinearProtocol protocol, Solver solver, io.carryover.protocols.WorkTeam team, ProbeMonitor monitor) {
        /** Fits from {@code x}, the last result, or from where {@code path} leads if the result doesn't depend on the start. */
        Solver.Solved fit(SoftmaxLoss loss, double c, double[] x, Extrapolation path) {
            return switch (protocol) {
                case STUDY -> solver.solve(loss, c, x, monitor::cancelled);
                case CONVERGED -> {
                    path.start(c, x);
                    Solver.Solved solved = solver.solve(loss, c, x, monitor::cancelled);
                    path.solved(c, x);
                    yield solved;
                }
            };
        }
    }

    /** The head for a whole sweep, from zero. Many fits repay the inner products of all images, one does not. */
    static Head forSweep(FeatureMatrix features, Labels labels, int classes, Context context) {
        return switch (labels) {
            case Labels.Single single
            when context.protocol() == LinearProtocol.STUDY && features.rows() <= features.dimension() ->
                new KernelHead(features, single, classes, context);
            case Labels.Single single -> new SingleHead(features, single, classes, context, Optional.empty());
            case Labels.Multi multi -> new MultiHead(features, multi, context, Optional.empty());
        };
    }

    /** The head for one more fit, from where another one ended. */
    static Head from(double[][] parameters, FeatureMatrix features, Labels labels, int classes, Context context) {
        return switch (labels) {
            case Labels.Single single -> new SingleHead(features, single, classes, context, Optional.of(parameters));
            case Labels.Multi multi -> new MultiHead(features, multi, context, Optional.of(parameters));
        };
    }
}
