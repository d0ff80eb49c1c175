/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.event.WorkerEvent;

/** Where a worker says what happens. */
public interface EventSink extends AutoCloseable {
    /**
     * Writes an event and waits until the broker has it for good. It belongs to the thread's current span, if there is one.
     *
     * @throws io.carryover.contracts.error.CarryoverException BROKER_UNAVAILABLE when it may not have it: say it again
     */
    void publish(WorkerEvent event);

    /** Writes an event whose loss does no harm (heartbeats), without waiting and without throwing. */
    void offer(WorkerEvent event);

    @Override
    void close();
}
