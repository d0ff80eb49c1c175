/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.util.List;

/**
 * A tensor as it lies in a file: {@code base} is the byte offset of its storage's first element, {@code first} and
 * strides count elements of {@code type}. It lies inside the file; that was checked when it was made.
 */
record StoredTensor(DType type, long base, long first, List<Long> shape, List<Long> strides) {
    StoredTensor {
        shape = List.copyOf(shape);
        strides = List.copyOf(strides);
    }

    /** A row-major tensor that begins at {@code base}. */
    static StoredTensor contiguous(DType type, long base, List<Long> shape) {
        Long[] strides = new Long[shape.size()];
        long stride = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape.get(i); // at most the file's bytes, or 0
        }
        return new StoredTensor(type, base, 0, shape, List.of(strides));
    }

    /** The same view, beginning at another element of its storage. */
    StoredTensor from(long element) {
        return new StoredTensor(type, base, element, shape, strides);
    }

    /** Number of elements. */
    long count() {
        long count = 1;
        for (long extent : shape) {
            count = Math.multiplyExact(count, extent);
        }
        return count;
    }
}
