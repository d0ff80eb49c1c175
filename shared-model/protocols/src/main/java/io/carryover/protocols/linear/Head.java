/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.FeatureMatrix;

/** A classifier on one training split that is fitted again and again, each time from where it stands. */
interface Head {
    /** Fits for one C. */
    Solver.Solved fit(double c);

    /** Decision values of the last fit. */
    Scores score(Design design);

    /** Starts the next fit from there. */
    void parameters(double[][] parameters);

    /** What the last fit left, one vector per problem; a copy. */
    double[][] parameters();

    /** What heads of one probe share. */
    record Context(
            LinearProtocol protocol, Solver solver, io.carryover.protocols.WorkTeam team, ProbeMonitor monitor) {}

    /** The head that fits the labels. */
    static Head of(FeatureMatrix features, Labels labels, int classes, Context context) {
        return switch (labels) {
            case Labels.Single single -> new SingleHead(features, single, classes, context);
            case Labels.Multi multi -> new MultiHead(features, multi, context);
        };
    }
}
