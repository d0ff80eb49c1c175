/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.calibration;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.FeatureMatrix;

/** Logits [N,K] before any softmax, and the right class of each row. Holds the array it is given: don't write to it. */
public final class LabelledLogits {
    private final FeatureMatrix logits;
    private final int[] labels;

    private LabelledLogits(FeatureMatrix logits, int[] labels) {
        this.logits = logits;
        this.labels = labels;
    }

    /**
     * Pairs them.
     *
     * @param labels 0 … K - 1
     * @throws CarryoverException INVALID_FEATURES where there are fewer than two classes, or labels don't fit
     */
    public static LabelledLogits of(FeatureMatrix logits, int[] labels) {
        if (logits.dimension() < 2) {
            throw new CarryoverException(
                    ErrorCode.INVALID_FEATURES, "logits are of one class: two at least are needed");
        }
        if (labels.length != logits.rows()) {
            throw new CarryoverException(
                    ErrorCode.INVALID_FEATURES,
                    "there are logits of %d images, but %d labels".formatted(logits.rows(), labels.length));
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= logits.dimension()) {
                throw new CarryoverException(
                        ErrorCode.INVALID_FEATURES,
                        "label %d of row %d is none of the %d classes of the logits"
                                .formatted(labels[i], i, logits.dimension()));
            }
        }
        return new LabelledLogits(logits, labels);
    }

    /** As the other, of values [N,K] row after row. */
    public static LabelledLogits of(float[] logits, int[] labels) {
        return of(FeatureMatrix.of(logits, labels.length, logits.length / labels.length), labels);
    }

    /** N. */
    public int rows() {
        return labels.length;
    }

    /** K. */
    public int classes() {
        return logits.dimension();
    }

    int label(int row) {
        return labels[row];
    }

    float at(int row, int label) {
        return logits.at(row, label);
    }

    /** The rows with the given indices, in that order. */
    LabelledLogits select(int[] indices) {
        int[] chosen = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            chosen[i] = labels[indices[i]];
        }
        return new LabelledLogits(logits.select(indices), chosen);
    }

    /**
     * p = softmax(scale * logits of a row).
     *
     * @return log of the probability of the right class
     */
    double softmax(int row, double scale, double[] p) {
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < p.length; k++) {
            p[k] = scale * logits.at(row, k);
            most = Math.max(most, p[k]);
        }
        double of = p[labels[row]] - most;
        double total = 0;
        for (int k = 0; k < p.length; k++) {
            p[k] = Math.exp(p[k] - most);
            total += p[k];
        }
        for (int k = 0; k < p.length; k++) {
            p[k] /= total;
        }
        return of - Math.log(total);
    }
}
