/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a tensor's elements lie.
 *
 * @param bytes what they are read from
 * @param base byte offset there at which counting of elements starts
 * @param first element at which the tensor begins
 * @param strides distances in elements between neighbours along each dimension
 */
record StoredTensor(ElementBytes bytes, DType type, long base, long first, List<Long> shape, List<Long> strides) {
    StoredTensor {
        shape = List.copyOf(shape);
        strides = List.copyOf(strides);
    }

    /** A row-major tensor that begins at {@code base}. */
    static StoredTensor contiguous(ElementBytes bytes, DType type, long base, List<Long> shape) {
        return new StoredTensor(bytes, type, base, 0, shape, rowMajor(shape));
    }

    private static List<Long> rowMajor(List<Long> shape) {
        Long[] strides = new Long[shape.size()];
        long stride = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape.get(i); // at most the file's bytes, or 0
        }
        return List.of(strides);
    }

    /** Whether its elements lie in row-major order without gaps. */
    boolean contiguous() {
        return strides.equals(rowMajor(shape));
    }

    /** A view whose dimension {@code i} is this one's dimension {@code order[i]}. */
    StoredTensor permuted(int... order) {
        List<Long> newShape = new ArrayList<>();
        List<Long> newStrides = new ArrayList<>();
        for (int dimension : order) {
            newShape.add(shape.get(dimension));
            newStrides.add(strides.get(dimension));
        }
        return new StoredTensor(bytes, type, base, first, newShape, newStrides);
    }

    /** A convolution's kernel [height, width, in, out], as TensorFlow and Haiku keep it, seen as [out, in, height, width]. */
    StoredTensor outFirst() {
        return shape.size() == 4 ? permuted(3, 2, 0, 1) : this;
    }

    /** The same values without dimensions of extent 1, where one other is left: Haiku keeps [1,1,1,C] for [C]. */
    StoredTensor asVector() {
        for (int i = 0; i < shape.size(); i++) {
            long extent = shape.get(i);
            if (shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b) == extent) {
                return permuted(i);
            }
        }
        return this;
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
