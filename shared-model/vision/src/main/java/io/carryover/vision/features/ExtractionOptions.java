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
 * @param batch most images per batch; large images get fewer, at least 4, so that a batch has half a million pixels
 * @param threads how many batches are decoded or computed at the same time
 * @param progress told the number of finished images after each batch
 * @param skipBroken whether images that can't be read are left out and counted; else the first of them is an error
 * @param cancelled asked between batches; when true, extraction ends with a {@link
 *     java.util.concurrent.CancellationException}
 */
public record ExtractionOptions(
        int batch, int threads, IntConsumer progress, boolean skipBroken, BooleanSupplier cancelled) {
    /**
     * Enough. Throughput hardly depends on the batch (measured from 4 to 256 images), memory does: ResNet-50 at 224
     * pixels in two threads takes 2.4 GiB with 32 images and 1.2 with 8.
     */
    public static final int BATCH = 32;

    private static final int PIXELS = 1 << 19;

    public ExtractionOptions {
        if (batch < 1 || threads < 1) {
            throw new IllegalArgumentException("batch " + batch + ", threads " + threads);
        }
    }

    /** Nothing is skipped. */
    public ExtractionOptions(int batch, int threads, IntConsumer progress, BooleanSupplier cancelled) {
        this(batch, threads, progress, false, cancelled);
    }

    /** {@value #BATCH} images per batch, nobody told, never cancelled. */
    public static ExtractionOptions quiet(int threads) {
        return new ExtractionOptions(BATCH, threads, done -> {}, () -> false);
    }

    int batch(int side) {
        return Math.min(batch, Math.max(4, PIXELS / (side * side)));
    }
}
