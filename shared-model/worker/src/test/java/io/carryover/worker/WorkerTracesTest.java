/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent.AttemptFailed;
import io.carryover.contracts.event.WorkerEvent.Succeeded;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.json.Json;
import io.carryover.messaging.Envelope;
import io.carryover.messaging.Traces;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerTracesTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String RELEASE = "b7ad6b7169203331";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Path scratch;

    WorkerTracesTest(@TempDir Path scratch) {
        this.scratch = scratch;
    }

    private Bench bench() {
        Bench bench = new Bench(scratch);
        bench.traces = Traces.of(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build());
        return bench;
    }

    private SpanData span(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void send(Bench bench, JobMessage message, String traceParent) {
        bench.queue.send(message.job().value(), Json.bytes(message), Map.of(Envelope.TRACE_PARENT, traceParent));
    }

    @Test
    void aJobIsComputedAndCommittedInTheTraceOfItsRelease() {
        JobMessage message = Jobs.sleep("a", 2, 10);
        try (Bench bench = bench()) {
            send(bench, message, "00-%s-%s-01".formatted(TRACE, RELEASE));
            bench.worker("w");
            bench.events.await(Succeeded.class);
        }

        SpanData run = span("run sleep");
        assertThat(run.getTraceId()).isEqualTo(TRACE);
        assertThat(run.getParentSpanId()).isEqualTo(RELEASE);
        assertThat(run.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(run.getAttributes().asMap())
                .containsEntry(Traces.JOB, message.job().value())
                .containsEntry(Traces.RUN, 1L)
                .containsEntry(Traces.EVALUATION, "e-1")
                .containsEntry(Traces.QUEUE, "heads.cpu")
                .containsEntry(Traces.ATTEMPT, "a-1")
                .containsEntry(Traces.WORKER, "w")
                .containsEntry(Traces.OUTCOME, "succeeded");
        assertThat(spans.getFinishedSpanItems()).hasSize(3);
        for (String part : new String[] {"compute", "commit"}) {
            assertThat(span(part).getTraceId()).as(part).isEqualTo(TRACE);
            assertThat(span(part).getParentSpanId()).as(part).isEqualTo(run.getSpanId());
        }
    }

    @Test
    void aFailureSaysItsCodeAndCommitsNothing() {
        try (Bench bench = bench()) {
            send(bench, Jobs.sleep("a", 2, 10), "00-%s-%s-01".formatted(TRACE, RELEASE));
            bench.worker("w", (spec, context) -> {
                throw new CarryoverException(ErrorCode.DISK_FULL, "no room");
            });
            bench.events.await(AttemptFailed.class);
        }

        SpanData run = span("run sleep");
        assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(run.getAttributes().asMap())
                .containsEntry(Traces.OUTCOME, "failed")
                .containsEntry(Traces.ERROR, "DISK_FULL");
        assertThat(span("compute").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(spans.getFinishedSpanItems()).extracting(SpanData::getName).doesNotContain("commit");
    }

    @Test
    void anUnreadableHeaderBeginsATraceOfItsOwn() {
        try (Bench bench = bench()) {
            send(bench, Jobs.sleep("a", 2, 10), "garbage");
            bench.worker("w");
            bench.events.await(Succeeded.class);
        }

        assertThat(span("run sleep").getParentSpanContext().isValid()).isFalse();
        assertThat(span("compute").getTraceId()).isEqualTo(span("run sleep").getTraceId());
    }

    @Test
    void whatCouldNotBeReadSaysSo() {
        JobMessage message = Jobs.sleep("a", 2, 10);
        try (Bench bench = bench()) {
            bench.queue.send("unreadable", new byte[] {1});
            bench.worker("w");
            bench.send(message);
            bench.events.await(Succeeded.class);
        }

        assertThat(span("run job").getAttributes().asMap()).containsEntry(Traces.OUTCOME, "rejected");
    }
}
