/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import io.carryover.contracts.event.WorkerEvent.Progress;
import io.carryover.contracts.id.JobKey;
import java.util.function.BiConsumer;

/**
 * Live progress of running jobs, as this gateway hears it: only from the partitions of the event topic that it holds.
 * Whoever must hear all reads the tables ({@link Jobs#ofEvaluation}), which are about a second behind.
 */
public interface ProgressBus {
    /** Calls {@code listener} on the thread that applies events: it must not block. Closing ends it. */
    Subscription subscribe(BiConsumer<JobKey, Progress> listener);

    /** A listener's place on the bus. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
