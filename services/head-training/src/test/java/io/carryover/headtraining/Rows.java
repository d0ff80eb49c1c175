/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import java.util.Arrays;

/** Features of one split, row after row, and their labels. */
final class Rows {
    final float[] values;
    final int dimension;
    final long[] labels;

    Rows(float[] values, int dimension, long[] labels) {
        this.values = values;
        this.dimension = dimension;
        this.labels = labels;
    }

    Rows from(int begin, int end) {
        return new Rows(
                Arrays.copyOfRange(values, begin * dimension, end * dimension),
                dimension,
                Arrays.copyOfRange(labels, begin, end));
    }
}
