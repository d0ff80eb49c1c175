/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.messaging.EventSink;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what must be heard, again and again while the broker is away. */
final class Speaker {
    private static final Logger LOG = LoggerFactory.getLogger(Speaker.class);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;

    private final EventSink events;
    private final CountDownLatch draining;
    private final Duration lastPatience;

    /** @param lastPatience how long to try once the worker shuts down */
    Speaker(EventSink events, CountDownLatch draining, Duration lastPatience) {
        this.events = events;
        this.draining = draining;
        this.lastPatience = lastPatience;
    }

    /** Whether it was heard; false only when the worker shuts down and the broker stays away. */
    boolean say(WorkerEvent event) {
        long pause = FIRST_PAUSE_MS;
        long giveUp = Long.MAX_VALUE;
        while (true) {
            try {
                events.publish(event);
                return true;
            } catch (CarryoverException e) {
                LOG.warn("not heard, saying it again: {}", e.getMessage());
            }
            try {
                if (draining.await(pause, TimeUnit.MILLISECONDS)) {
                    long now = System.nanoTime();
                    giveUp = giveUp == Long.MAX_VALUE ? now + lastPatience.toNanos() : giveUp;
                    if (now >= giveUp) {
                        return false;
                    }
                    TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
        }
    }
}
