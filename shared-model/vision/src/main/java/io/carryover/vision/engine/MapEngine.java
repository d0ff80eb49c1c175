/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import java.nio.FloatBuffer;
import java.util.List;

/** Turns batches of images into the maps of chosen layers, for dense tasks. */
public interface MapEngine extends AutoCloseable {
    /**
     * Maps of a batch, one for each layer that the engine was opened for, in that order.
     *
     * @param batch as for {@link FeatureEngine#features}
     */
    List<FeatureMap> maps(FloatBuffer batch, int images, int height, int width);

    /** What computes, for provenance. */
    EngineInfo info();

    /** Frees native memory; no batch may be in work. */
    @Override
    void close();
}
