/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.arch;

import java.util.List;

/**
 * A square convolution without bias and the batch normalisation behind it.
 *
 * @param conv name of the convolution, such as {@code layer1.0.conv2}; its weight is [out, in, kernel, kernel]
 * @param bn name of the normalisation; its four tensors are [out]
 */
public record ConvBn(String conv, String bn, int in, int out, int kernel, int stride) {
    /** Added to the running variance, PyTorch's default. */
    public static final double EPSILON = 1e-5;

    /** Zeros on each side of the input. */
    public int padding() {
        return kernel / 2;
    }

    /** Name of the convolution's weight. */
    public String weight() {
        return conv + ".weight";
    }

    /** Shape of the convolution's weight. */
    public List<Long> weightShape() {
        return List.of((long) out, (long) in, (long) kernel, (long) kernel);
    }

    /** Name of the normalisation's scale. */
    public String gamma() {
        return bn + ".weight";
    }

    /** Name of the normalisation's shift. */
    public String beta() {
        return bn + ".bias";
    }

    /** Name of the normalisation's mean over the training data. */
    public String mean() {
        return bn + ".running_mean";
    }

    /** Name of the normalisation's variance over the training data. */
    public String variance() {
        return bn + ".running_var";
    }
}
