/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.safetensors;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a tensor lies and what it is.
 *
 * @param begin first byte, counted from the end of the header
 * @param end one past the last byte
 */
public record TensorInfo(String name, Dtype dtype, List<Long> shape, long begin, long end) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** Number of elements. */
    public long elements() {
        return (end - begin) / dtype.bytes();
    }

    /** Number of bytes. */
    public long size() {
        return end - begin;
    }

    /** Elements per entry of the first dimension; 1 for a scalar. */
    public long rowElements() {
        return elements(shape.subList(Math.min(1, shape.size()), shape.size()));
    }

    /** Such as {@code F32 [100, 2048]}. */
    public String describe() {
        return dtype + shape.stream().map(String::valueOf).collect(Collectors.joining(", ", " [", "]"));
    }

    /**
     * Product of the dimensions.
     *
     * @throws ArithmeticException when a dimension is negative or the product leaves 63 bits
     */
    static long elements(List<Long> shape) {
        long product = 1;
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new ArithmeticException("negative dimension");
            }
            product = Math.multiplyExact(product, dimension);
        }
        return product;
    }
}
