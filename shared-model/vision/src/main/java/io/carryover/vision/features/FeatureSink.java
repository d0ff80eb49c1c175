/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.features;

import java.io.IOException;

/** Takes features in the order of the images. */
@FunctionalInterface
public interface FeatureSink {
    /**
     * @param first index of the first image of these rows
     * @param rows [count, dimension] in row-major order; the sink may keep it
     */
    void accept(int first, float[] rows, int count) throws IOException;
}
