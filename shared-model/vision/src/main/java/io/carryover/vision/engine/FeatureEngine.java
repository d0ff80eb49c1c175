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

    /** What computes, for provenance. */
    EngineInfo info();

    /** Frees native memory; no batch may be in work. */
    @Override
    void close();
}
