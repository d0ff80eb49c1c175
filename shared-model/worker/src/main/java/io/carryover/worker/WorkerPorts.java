/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.messaging.ControlView;
import io.carryover.messaging.EventSink;
import io.carryover.messaging.Traces;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What a worker needs of the world.
 *
 * @param attemptIds mints an identity for each take, never the same twice
 * @param exit ends the process after a job that hangs: {@code () -> System.exit(70)}; must not return in production
 */
public record WorkerPorts(
        QueueSource queues,
        EventSink events,
        ControlView control,
        JobStore store,
        WorkerMetrics metrics,
        Traces traces,
        CrashPoints crashPoints,
        Clock clock,
        Supplier<String> attemptIds,
        Runnable exit) {}
