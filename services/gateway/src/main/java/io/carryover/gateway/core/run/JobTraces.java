/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.job.JobMessage;
import io.carryover.gateway.core.Submissions;
import io.carryover.messaging.Envelope;
import io.carryover.messaging.KafkaEvents;
import io.carryover.messaging.Received;
import io.carryover.messaging.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * The gateway's part of a job's trace: each release begins one, linked to the request that asked for the job, and what a
 * worker says of it is applied in it.
 */
@ApplicationScoped
public class JobTraces {
    private final Submissions submissions;
    private final AfterCommit afterCommit;
    private final Traces traces;

    JobTraces(Submissions submissions, AfterCommit afterCommit, Config settings) {
        this.submissions = submissions;
        this.afterCommit = afterCommit;
        this.traces = Traces.read(key -> settings.getOptionalValue(key, String.class));
    }

    /** Begins the trace of this message, and gives the header for it. Of a transaction that rolls back no span is left. */
    Optional<String> released(JobMessage message) {
        Span span = traces.span("release " + message.spec().step())
                .setNoParent()
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute(Traces.JOB, message.job().value())
                .setAttribute(Traces.RUN, (long) message.run())
                .setAttribute(Traces.EVALUATION, message.evaluation().value())
                .setAttribute(Traces.QUEUE, message.queue().id())
                .startSpan();
        if (span.isRecording()) {
            submissions
                    .traceParent(message.evaluation())
                    .map(JobTraces::context)
                    .ifPresent(span::addLink);
            afterCommit.then(span::end);
        }
        return Traces.header(span);
    }

    /** Applies what a worker said, in the trace that it said it in. */
    void applied(Received<WorkerEvent> message, Runnable application) {
        WorkerEvent event = message.value();
        if (event == null || !message.headers().containsKey(Envelope.TRACE_PARENT)) {
            application.run();
            return;
        }
        Span span = traces.span("apply " + KafkaEvents.name(event))
                .setParent(Traces.parent(message.headers()))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(Traces.JOB, message.key())
                .startSpan();
        try (Scope current = Traces.context(span).makeCurrent()) {
            application.run();
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }

    private static SpanContext context(String traceParent) {
        return Span.fromContext(Traces.parent(Map.of(Envelope.TRACE_PARENT, traceParent)))
                .getSpanContext();
    }
}
