/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other threads do. */
final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Eventually() {}

    /** Returns when the check holds; throws what it threw last when it doesn't within the limit. */
    static void hold(Runnable check) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }
}
