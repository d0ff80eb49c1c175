/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.arch;

/**
 * Where a convolution or a pooling looks: a square kernel, its stride and dilation, and what lies around the input.
 *
 * @param dilation distance between two taps, 1 for none
 */
public record Window(int kernel, int stride, int dilation, Edge edge) {
    /** What is laid around the input: zeros for a convolution, nothing that a maximum could be for a pooling. */
    public enum Edge {
        /** Nothing. */
        NONE,
        /** Half a kernel on each side, whatever the input's size. */
        CENTRED,
        /** TensorFlow's SAME: {@code ceil(size / stride)} positions; of an odd number of lines the last side gets more. */
        SAME
    }

    /** A single tap: 1×1. */
    public static Window point(int stride) {
        return new Window(1, stride, 1, Edge.NONE);
    }

    /** Lines laid before the first line of an input of {@code size} lines. */
    public int before(int size) {
        return switch (edge) {
            case NONE -> 0;
            case CENTRED -> half();
            case SAME -> same(size) / 2;
        };
    }

    /** Lines laid behind the last line of an input of {@code size} lines. */
    public int after(int size) {
        return switch (edge) {
            case NONE -> 0;
            case CENTRED -> half();
            case SAME -> same(size) - same(size) / 2;
        };
    }

    /** Whether the lines laid around depend on the size of the input. */
    public boolean sizeDependent() {
        return edge == Edge.SAME && stride > 1 && kernel > 1;
    }

    /** Positions along an input of {@code size} lines. */
    public int positions(int size) {
        return (size + before(size) + after(size) - extent()) / stride + 1;
    }

    private int extent() {
        return (kernel - 1) * dilation + 1;
    }

    private int half() {
        return kernel / 2 * dilation;
    }

    private int same(int size) {
        int positions = (size + stride - 1) / stride;
        return Math.max(0, (positions - 1) * stride + extent() - size);
    }
}
