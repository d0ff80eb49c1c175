/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.features;

import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * How to extract.
 *
 * @param batch images per batch
 * @param threads how many batches are decoded or computed at the same time
 * @param progress told the number of finished images after each batch
 * @param cancelled asked between batches; when true, extraction ends with a {@link
 *     java.util.concurrent.CancellationException}
 */
public record ExtractionOptions(int batch, int threads, IntConsumer progress, BooleanSupplier cancelled) {
    /** Measured best on small networks, and small enough for ResNet-50 at 224 pixels. */
    public static final int BATCH = 32;

    public ExtractionOptions {
        if (batch < 1 || threads < 1) {
            throw new IllegalArgumentException("batch " + batch + ", threads " + threads);
        }
    }

    /** {@value #BATCH} images per batch, nobody told, never cancelled. */
    public static ExtractionOptions quiet(int threads) {
        return new ExtractionOptions(BATCH, threads, done -> {}, () -> false);
    }
}
