/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.features;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.engine.FeatureEngine;
import io.carryover.vision.image.Planes;
import io.carryover.vision.image.Raster;
import io.carryover.vision.image.Transform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Streams images through a transform and an engine. Each thread takes a whole batch from decoding to features, so that
 * nothing is handed between threads but rows; rows come out in the order of the images. At most {@code threads + 2}
 * batches are held.
 */
public final class FeatureExtractor {
    private final FeatureEngine engine;
    private final Transform transform;
    private final Planes planes;
    private final Queue<FloatBuffer> buffers = new ConcurrentLinkedQueue<>();

    /** An extractor that leaves the engine open when it is done. */
    public FeatureExtractor(FeatureEngine engine, Transform transform, Normalisation normalisation) {
        this.engine = engine;
        this.transform = transform;
        this.planes = new Planes(normalisation);
    }

    /**
     * Extracts the features of every image, in order.
     *
     * @return the images that have no row since they were skipped, in order
     * @throws CarryoverException UNREADABLE_IMAGE or IMAGE_TOO_LARGE of the first such image unless those are skipped,
     *     and where none is left; DEGENERATE_FEATURES
     * @throws CancellationException when it was cancelled, or its thread interrupted
     * @throws IOException of the sink
     */
    public List<Skipped> extract(ImageSource images, ExtractionOptions options, FeatureSink sink) throws IOException {
        List<Skipped> skipped = new ArrayList<>();
        FeatureCheck check = new FeatureCheck(engine.dimension());
        Semaphore permits = new Semaphore(engine.concurrency());
        ArrayDeque<Future<Batch>> running = new ArrayDeque<>();
        ExecutorService pool = Executors.newFixedThreadPool(
                options.threads(),
                Thread.ofPlatform().name("features-", 0).daemon().factory());
        int batch = options.batch(transform.crop());
        try {
            int next = 0;
            int done = 0;
            int written = 0;
            while (done < images.size()) {
                while (next < images.size() && running.size() < options.threads() + 2) {
                    int first = next;
                    int count = Math.min(batch, images.size() - first);
                    running.add(pool.submit(() -> batch(images, first, count, options.skipBroken(), permits)));
                    next += count;
                }
                if (options.cancelled().getAsBoolean()) {
                    throw new CancellationException("extraction was cancelled");
                }
                Batch batchDone = result(running.remove());
                skipped.addAll(batchDone.skipped);
                if (batchDone.count > 0) {
                    check.add(batchDone.rows, batchDone.count);
                    sink.accept(written, batchDone.rows, batchDone.count);
                }
                written += batchDone.count;
                done += batchDone.count + batchDone.skipped.size();
                options.progress().accept(done);
            }
            if (written == 0 && !skipped.isEmpty()) {
                throw new CarryoverException(
                        ErrorCode.UNREADABLE_IMAGE,
                        "none of the %d images can be read; the first: %s"
                                .formatted(done, skipped.getFirst().why()));
            }
            check.finish();
            return List.copyOf(skipped);
        } finally {
            pool.shutdownNow();
            pool.close(); // the engine may be closed by the caller next: no batch may still be in it
            buffers.clear();
        }
    }

    /** What one batch gave. */
    private static final class Batch {
        final float[] rows;
        final int count;
        final List<Skipped> skipped;

        Batch(float[] rows, int count, List<Skipped> skipped) {
            this.rows = rows;
            this.count = count;
            this.skipped = skipped;
        }
    }

    private Batch batch(ImageSource images, int first, int count, boolean skipBroken, Semaphore permits)
            throws InterruptedException {
        List<Skipped> skipped = new ArrayList<>();
        FloatBuffer pooled = buffers.poll();
        int side = transform.crop();
        int needed = count * 3 * side * side;
        FloatBuffer buffer = pooled != null && pooled.capacity() >= needed ? pooled : allocate(needed);
        buffer.clear();
        for (int i = first; i < first + count; i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try {
                Raster image = images.decode(i);
                Raster seen = engine.grey() ? image.grey() : image;
                planes.write(transform.apply(seen), buffer);
            } catch (CarryoverException e) {
                if (!skipBroken || !(e.code() == ErrorCode.UNREADABLE_IMAGE || e.code() == ErrorCode.IMAGE_TOO_LARGE)) {
                    throw e;
                }
                skipped.add(new Skipped(i, images.id(i), String.valueOf(e.getMessage())));
            }
        }
        buffer.flip();
        int kept = count - skipped.size();
        if (kept == 0) {
            buffers.add(buffer);
            return new Batch(new float[0], 0, skipped);
        }
        permits.acquire();
        try {
            return new Batch(engine.features(buffer, kept, side, side), kept, skipped);
        } finally {
            permits.release();
            buffers.add(buffer);
        }
    }

    private static FloatBuffer allocate(int values) {
        return ByteBuffer.allocateDirect(values * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private static Batch result(Future<Batch> future) {
        try {
            return future.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("extraction was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CarryoverException known) {
                throw known;
            }
            if (e.getCause() instanceof OutOfMemoryError memory) {
                throw new CarryoverException(ErrorCode.OUT_OF_MEMORY, "extraction ran out of memory", memory);
            }
            throw new CarryoverException(ErrorCode.INTERNAL, "extraction failed", e);
        }
    }
}
