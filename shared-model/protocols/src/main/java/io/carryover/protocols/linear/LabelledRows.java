/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.FeatureRows;

/** One split whose features need not fit into memory: features and labels of the same images in the same order. */
public record LabelledRows(FeatureRows features, Labels labels) {
    /**
     * Checks the counts.
     *
     * @throws CarryoverException INVALID_FEATURES where they differ
     */
    public LabelledRows {
        if (features.rows() != labels.size()) {
            throw new CarryoverException(
                    ErrorCode.INVALID_FEATURES, features.rows() + " rows of features and " + labels.size() + " labels");
        }
    }

    /** D. */
    int dimension() {
        return features.dimension();
    }
}
