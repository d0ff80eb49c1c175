/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {
    private static Traces sampled(Sampler sampler) {
        return Traces.of(OpenTelemetrySdk.builder()
                .setTracerProvider(
                        SdkTracerProvider.builder().setSampler(sampler).build())
                .build());
    }

    @Test
    void theHeaderOfASpanIsItsParentElsewhere() {
        Span span = sampled(Sampler.alwaysOn()).span("release").startSpan();
        String header = Traces.header(span).orElseThrow();

        assertThat(header)
                .isEqualTo("00-%s-%s-01"
                        .formatted(
                                span.getSpanContext().getTraceId(),
                                span.getSpanContext().getSpanId()));
        Span read = Span.fromContext(Traces.parent(Map.of(Envelope.TRACE_PARENT, header)));
        assertThat(read.getSpanContext().getTraceId())
                .isEqualTo(span.getSpanContext().getTraceId());
        assertThat(read.getSpanContext().getSpanId())
                .isEqualTo(span.getSpanContext().getSpanId());
        assertThat(read.getSpanContext().isSampled()).isTrue();
    }

    @Test
    void whatIsNotKeptSaysSo() {
        Span span = sampled(Sampler.alwaysOff()).span("release").startSpan();
        String header = Traces.header(span).orElseThrow();

        assertThat(header).endsWith("-00");
        Span next = sampled(Sampler.parentBased(Sampler.alwaysOn()))
                .span("run")
                .setParent(Traces.parent(Map.of(Envelope.TRACE_PARENT, header)))
                .startSpan();
        assertThat(next.getSpanContext().isSampled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "00-00000000000000000000000000000000-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c8031zz-b7ad6b7169203331-01",
            })
    void aHeaderThatCannotBeReadIsNone(String header) {
        assertThat(Traces.parent(Map.of(Envelope.TRACE_PARENT, header))).isSameAs(Context.root());
        assertThat(Traces.parent(Map.of())).isSameAs(Context.root());
    }

    @Test
    void offThereIsNoHeader() {
        Traces off = Traces.read(key -> Optional.empty());

        assertThat(off).isSameAs(Traces.OFF);
        assertThat(Traces.read(key -> Optional.of("true"))).isSameAs(Traces.OFF);
        assertThat(Traces.read(key -> Optional.of("false"))).isNotSameAs(Traces.OFF);
        Span span = off.span("release").startSpan();
        try (Scope current = Traces.context(span).makeCurrent()) {
            assertThat(Traces.header(span)).isEmpty();
            assertThat(Traces.current()).isEmpty();
        }
    }

    @Test
    void aSpanWithoutIdentityHidesTheOneAround() {
        Span outer = sampled(Sampler.alwaysOn()).span("outer").startSpan();
        try (Scope around = Traces.context(outer).makeCurrent()) {
            assertThat(Traces.current()).isEqualTo(Traces.header(outer));
            try (Scope inside = Traces.context(Span.getInvalid()).makeCurrent()) {
                assertThat(Traces.current()).isEmpty();
            }
            assertThat(Traces.current()).isEqualTo(Traces.header(outer));
        }
        assertThat(Traces.current()).isEmpty();
    }
}
