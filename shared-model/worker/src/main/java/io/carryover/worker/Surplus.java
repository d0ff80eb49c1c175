/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.messaging.Delivery;
import io.carryover.messaging.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;

/** Gives a job back that came while this worker had another: started and handed back in one breath. */
final class Surplus {
    private Surplus() {}

    /** @throws io.carryover.contracts.error.CarryoverException when nobody heard it: the job must not be acknowledged then */
    static void handBack(Delivery delivery, WorkerSettings settings, WorkerPorts ports) {
        // A span of its own: the thread's current one, if there is one, is of the job that this worker has.
        Span span = JobSpan.start("hand back surplus", ports, settings, delivery);
        try (Scope current = Traces.context(span).makeCurrent()) {
            say(delivery, settings, ports);
        } finally {
            span.end();
        }
    }

    private static void say(Delivery delivery, WorkerSettings settings, WorkerPorts ports) {
        Attempt attempt =
                Letters.attempt(Letters.read(delivery), ports.attemptIds().get(), settings.worker());
        ports.events().publish(new WorkerEvent.Started(WorkerEvent.VERSION, attempt, delivery.count()));
        ports.events().publish(WorkerEvent.HandedBack.unbegun(attempt, WorkerEvent.HandedBack.SURPLUS));
    }
}
