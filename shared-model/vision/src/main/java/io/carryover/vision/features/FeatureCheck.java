/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.features;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.Arrays;

/** Refuses features that can't tell images apart: not finite, or the same for every image. */
final class FeatureCheck {
    private static final double CONSTANT = 1e-6;

    private final float[] low;
    private final float[] high;
    private int images;

    FeatureCheck(int dimension) {
        low = new float[dimension];
        high = new float[dimension];
        Arrays.fill(low, Float.POSITIVE_INFINITY);
        Arrays.fill(high, Float.NEGATIVE_INFINITY);
    }

    void add(float[] rows, int count) {
        int dimension = low.length;
        for (int i = 0; i < count; i++) {
            for (int d = 0; d < dimension; d++) {
                float value = rows[i * dimension + d];
                if (!Float.isFinite(value)) {
                    throw new CarryoverException(
                            ErrorCode.DEGENERATE_FEATURES,
                            "feature %d of image %d is %s".formatted(d, images + i, value));
                }
                low[d] = Math.min(low[d], value);
                high[d] = Math.max(high[d], value);
            }
        }
        images += count;
    }

    /** Once all rows are added: at least one dimension must differ between two images. */
    void finish() {
        double spread = 0;
        double largest = 0;
        for (int d = 0; d < low.length; d++) {
            spread = Math.max(spread, (double) high[d] - low[d]);
            largest = Math.max(largest, Math.max(Math.abs(low[d]), Math.abs(high[d])));
        }
        if (images > 1 && spread <= CONSTANT * largest) {
            throw new CarryoverException(
                    ErrorCode.DEGENERATE_FEATURES, "all %d images have the same features".formatted(images));
        }
    }
}
