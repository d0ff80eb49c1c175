/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import java.util.Arrays;

/** Weights and intercepts as a reader of the result expects them: one row per class, scores = W·x + b. */
final class ProbeWeights {
    private final double[][] rows;
    private final double[] intercepts;

    private ProbeWeights(double[][] rows, double[] intercepts) {
        this.rows = rows;
        this.intercepts = intercepts;
    }

    static ProbeWeights of(double[][] parameters, Labels labels, int dimension, SplitScorer scorer) {
        int classes = scorer.classes();
        double[][] rows = new double[classes][];
        double[] intercepts = new double[classes];
        double factor = scorer.protocol() == LinearProtocol.STUDY ? 1 : 2;
        for (int c = 0; c < classes; c++) {
            switch (labels) {
                case Labels.Single _ -> {
                    rows[c] = Arrays.copyOfRange(parameters[0], c * dimension, (c + 1) * dimension);
                    intercepts[c] = parameters[0][classes * dimension + c];
                }
                case Labels.Multi _ -> {
                    rows[c] = Arrays.stream(parameters[c], dimension, 2 * dimension)
                            .map(v -> v * factor)
                            .toArray();
                    intercepts[c] = factor * parameters[c][2 * dimension + 1];
                }
            }
        }
        return new ProbeWeights(rows, intercepts);
    }

    double[][] rows() {
        return rows;
    }

    double[] intercepts() {
        return intercepts;
    }
}
