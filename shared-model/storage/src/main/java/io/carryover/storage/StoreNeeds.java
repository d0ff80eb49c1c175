/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.storage.ObjectStore.PutResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * What the commit of a job needs of a store: an object that is only to be created is written once, by one of however many try. Stores
 * that don't know {@code If-None-Match: *} overwrite it; some know it, but look and write in two steps, so that two at once are both
 * taken (SeaweedFS before its issue 8800 was closed, for one).
 */
public final class StoreNeeds {
    private static final int ROUNDS = 5;
    private static final int AT_ONCE = 4;
    private static final String WHAT = "this store overwrites what If-None-Match: * asks it to keep";

    private StoreNeeds() {}

    /**
     * Writes some small objects and takes them away again.
     *
     * @param prefix of keys that nobody else uses
     * @throws CarryoverException STORE_UNSUITABLE, STORE_UNAVAILABLE, DISK_FULL
     */
    public static void check(ObjectStore store, String prefix) {
        // Some stores ask one of several writers at once to come again.
        ObjectStore patient = RetryingObjectStore.withDefaults(store, StoreListener.NONE);
        for (int round = 0; round < ROUNDS; round++) {
            String key = prefix + round;
            try {
                long created = together(patient, key).stream()
                        .filter(PutResult.CREATED::equals)
                        .count();
                if (created > 1) {
                    throw unsuitable(" where several write at once: of %d, it took %d".formatted(AT_ONCE, created));
                }
                if (patient.putIfAbsent(key, bytes(AT_ONCE), "text/plain") == PutResult.CREATED) {
                    throw unsuitable("");
                }
            } finally {
                patient.delete(key);
            }
        }
    }

    private static List<PutResult> together(ObjectStore store, String key) {
        List<Callable<PutResult>> writers = IntStream.range(0, AT_ONCE)
                .<Callable<PutResult>>mapToObj(writer -> () -> store.putIfAbsent(key, bytes(writer), "text/plain"))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(writers).stream().map(StoreNeeds::result).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, "interrupted while asking the object store", e);
        }
    }

    private static PutResult result(Future<PutResult> writer) {
        try {
            return writer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException ours ? ours : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, "interrupted while asking the object store", e);
        }
    }

    /** Each writer's own: a store that answers twice for the same bytes would be no evidence. */
    private static byte[] bytes(int writer) {
        return ("writer " + writer).getBytes(StandardCharsets.UTF_8);
    }

    private static CarryoverException unsuitable(String when) {
        return new CarryoverException(ErrorCode.STORE_UNSUITABLE, WHAT + when);
    }
}
