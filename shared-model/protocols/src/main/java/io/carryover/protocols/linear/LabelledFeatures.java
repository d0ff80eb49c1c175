/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.FeatureMatrix;

/** One split: features and labels of the same images in the same order. */
public record LabelledFeatures(FeatureMatrix features, Labels labels) {
    /**
     * Checks the counts.
     *
     * @throws CarryoverException INVALID_FEATURES where they differ
     */
    public LabelledFeatures {
        if (features.rows() != labels.size()) {
            throw new CarryoverException(
                    ErrorCode.INVALID_FEATURES, features.rows() + " rows of features and " + labels.size() + " labels");
        }
    }

    /** The same, to be read a few rows at a time. */
    public LabelledRows byRows() {
        return new LabelledRows(features, labels);
    }
}
