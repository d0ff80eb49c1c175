/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and when to try again: before retry k a wait between half and all of {@code first}·2ᵏ, at most
 * {@code longest}.
 *
 * @param attempts tries in all
 */
public record RetryPolicy(int attempts, Duration first, Duration longest, RandomGenerator random, Sleeper sleeper) {
    /** Waits; tests pass one that only counts. */
    public interface Sleeper {
        /** Waits so long. */
        void sleep(Duration duration) throws InterruptedException;
    }

    /** Six tries within some 4 to 7 s. */
    public static RetryPolicy standard() {
        return new RetryPolicy(
                6,
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                RandomGenerator.of("L64X128MixRandom"),
                Thread::sleep);
    }

    /** Waits before retry {@code k}, counted from 0. */
    void pause(int k) {
        long full = Math.min(longest.toNanos(), first.toNanos() << Math.min(k, 20));
        Duration wait = Duration.ofNanos(full / 2 + random.nextLong(full / 2 + 1));
        try {
            sleeper.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientStoreException("interrupted while waiting for the object store", e);
        }
    }
}
