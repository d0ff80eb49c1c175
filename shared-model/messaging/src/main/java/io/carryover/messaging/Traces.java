/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Spans of jobs, and how they travel with messages: in the header {@code traceparent} of W3C Trace Context. Of a process
 * that makes no spans nothing is recorded, and its messages carry no such header.
 */
public final class Traces {
    /** Key of the job. */
    public static final AttributeKey<String> JOB = AttributeKey.stringKey("carryover.job");
    /** Number of the job's run, from 1. */
    public static final AttributeKey<Long> RUN = AttributeKey.longKey("carryover.run");
    /** Evaluation, registration or analysis in whose turn it was released. */
    public static final AttributeKey<String> EVALUATION = AttributeKey.stringKey("carryover.evaluation");

    public static final AttributeKey<String> QUEUE = AttributeKey.stringKey("carryover.queue");
    public static final AttributeKey<String> ATTEMPT = AttributeKey.stringKey("carryover.attempt");
    public static final AttributeKey<String> WORKER = AttributeKey.stringKey("carryover.worker");
    /** How an attempt ended, in the words of {@code carryover_attempts_total}. */
    public static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("carryover.outcome");
    /** Our error code, under the name that OpenTelemetry gives to errors of any kind. */
    public static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    /** Makes no spans. */
    public static final Traces OFF = new Traces(OpenTelemetry.noop());

    private static final W3CTraceContextPropagator FORMAT = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<Map<String, String>> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String name) {
            return headers == null ? null : headers.get(name);
        }
    };

    private final Tracer tracer;

    private Traces(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("io.carryover");
    }

    /** Spans go to {@code telemetry}. */
    public static Traces of(OpenTelemetry telemetry) {
        return new Traces(telemetry);
    }

    /**
     * Spans as the settings of the process want them: {@code quarkus.otel.sdk.disabled=false}, or {@link #OFF}. A disabled
     * SDK must not be asked: it still makes spans with valid identities, which would be written into every message.
     *
     * @param lookup value of a setting
     */
    public static Traces read(Function<String, Optional<String>> lookup) {
        boolean off =
                lookup.apply("quarkus.otel.sdk.disabled").map(Boolean::valueOf).orElse(true);
        return off ? OFF : of(GlobalOpenTelemetry.get());
    }

    /** A span, child of the thread's current one unless its maker says otherwise. */
    public SpanBuilder span(String name) {
        return tracer.spanBuilder(name);
    }

    /** For a thread that does what the span is of; with nothing in it where the span has no identity. */
    public static Context context(Span span) {
        return span.getSpanContext().isValid() ? Context.root().with(span) : Context.root();
    }

    /** The span that a message belongs to; {@link Context#root} where its header is missing or can't be read. */
    public static Context parent(Map<String, String> headers) {
        return FORMAT.extract(Context.root(), headers, HEADERS);
    }

    /** The header for messages that belong to this span; none where it has no identity. */
    public static Optional<String> header(Span span) {
        Map<String, String> written = new HashMap<>();
        FORMAT.inject(Context.root().with(span), written, (headers, name, value) -> {
            if (headers != null) {
                headers.put(name, value);
            }
        });
        return Optional.ofNullable(written.get(Envelope.TRACE_PARENT));
    }

    /** The header for messages that belong to what the thread does now. */
    public static Optional<String> current() {
        return header(Span.current());
    }
}
