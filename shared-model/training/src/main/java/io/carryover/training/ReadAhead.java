/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Batches in order, read a few steps ahead of who takes them. */
final class ReadAhead<B> implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int AHEAD = 3;

    /** Reads a batch. */
    interface Loader<B> {
        B load(long step) throws IOException;
    }

    private final Loader<B> loader;
    private final long end;
    private final ExecutorService pool;
    private final Queue<Future<B>> reading = new ArrayDeque<>();
    private long asked;

    /** @param end behind the last step */
    ReadAhead(Loader<B> loader, long first, long end) {
        this.loader = loader;
        this.asked = first;
        this.end = end;
        this.pool = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().daemon().name("batches-", 0).factory());
        fill();
    }

    /** The next batch. */
    B next() {
        fill();
        try {
            return reading.remove().get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("training was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CarryoverException known) {
                throw known;
            }
            if (e.getCause() instanceof OutOfMemoryError memory) {
                throw new CarryoverException(ErrorCode.OUT_OF_MEMORY, "a batch did not fit into memory", memory);
            }
            throw new CarryoverException(ErrorCode.INTERNAL, "a batch could not be read", e);
        }
    }

    private void fill() {
        while (asked < end && reading.size() < AHEAD) {
            long step = asked++;
            reading.add(pool.submit(() -> loader.load(step)));
        }
    }

    /** Nothing is being read any more when it returns: files may be closed then. */
    @Override
    public void close() {
        pool.shutdownNow();
        pool.close();
    }
}
