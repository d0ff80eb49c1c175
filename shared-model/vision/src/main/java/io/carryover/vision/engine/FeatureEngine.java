/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import java.nio.FloatBuffer;

/** Turns batches of images into features. May be called from {@link #concurrency} threads at once. */
public interface FeatureEngine extends AutoCloseable {
    /**
     * Features of a batch.
     *
     * @param batch direct buffer in native order whose first {@code images · 3 · height · width} values are the
     *     normalised images [images, 3, height, width]; its position is 0 and is not moved
     * @return [images, dimension] in row-major order
     */
    float[] features(FloatBuffer batch, int images, int height, int width);

    /** Length of one image's feature. */
    int dimension();

    /** Whether images are to be made grey before they are resized: only the pixel control asks for that. */
    default boolean grey() {
        return false;
    }

    /** How many batches are best worked on at the same time. */
    int concurrency();

    /**
     * Most images of {@code side × side} pixels that a batch may have so that all batches in work at once stay within
     * {@code bytes} of native memory; at least 1. An estimate from the sizes of the network's results; for a network
     * whose results aren't known, those of a ResNet-50 stand in.
     */
    default int largestBatch(int side, long bytes) {
        long values = 16L * 3 * side * side; // ResNet-50 holds 17 times its input
        return MemoryLimit.batch(bytes, 0, values, 3, concurrency());
    }

    /** What computes, for provenance. */
    EngineInfo info();

    /** Frees native memory; no batch may be in work. */
    @Override
    void close();
}
