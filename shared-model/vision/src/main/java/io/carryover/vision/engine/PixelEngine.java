/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.Precision;
import java.nio.FloatBuffer;

/**
 * The control {@code pixels}: grey values in [0, 1] as features, row by row. It expects unnormalised images whose three
 * channels are equal, as grey images give, and hands on the first.
 */
public final class PixelEngine implements FeatureEngine {
    private final int size;

    /** An engine for images of {@code size × size} pixels. */
    public PixelEngine(int size) {
        this.size = size;
    }

    @Override
    public float[] features(FloatBuffer batch, int images, int height, int width) {
        if (height != size || width != size) {
            throw new IllegalArgumentException("%dx%d instead of %d".formatted(height, width, size));
        }
        int pixels = size * size;
        float[] features = new float[images * pixels];
        for (int i = 0; i < images; i++) {
            batch.get(i * 3 * pixels, features, i * pixels, pixels);
        }
        return features;
    }

    @Override
    public int dimension() {
        return size * size;
    }

    @Override
    public boolean grey() {
        return true;
    }

    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo(Engine.NONE, "1", "cpu", Precision.FP32, 1);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
