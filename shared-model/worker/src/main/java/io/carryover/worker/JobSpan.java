/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.contracts.job.JobMessage;
import io.carryover.messaging.Delivery;
import io.carryover.messaging.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;

/** The span of a delivery in this worker, child of the release that sent it. */
final class JobSpan {
    private JobSpan() {}

    static Span start(String name, WorkerPorts ports, WorkerSettings settings, Delivery delivery) {
        return ports.traces()
                .span(name)
                .setParent(Traces.parent(delivery.headers()))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(Traces.QUEUE, delivery.queue().id())
                .setAttribute(Traces.WORKER, settings.worker().value())
                .startSpan();
    }

    /** The current span is of this attempt. */
    static void describe(JobMessage message, Attempt attempt) {
        Span.current()
                .updateName("run " + message.spec().step())
                .setAttribute(Traces.JOB, message.job().value())
                .setAttribute(Traces.RUN, message.run())
                .setAttribute(Traces.EVALUATION, message.evaluation().value())
                .setAttribute(Traces.ATTEMPT, attempt.attempt().value());
    }

    /** The attempt of the current span failed. */
    static void failed(ErrorCode code) {
        Span.current().setStatus(StatusCode.ERROR, code.name()).setAttribute(Traces.ERROR, code.name());
    }
}
