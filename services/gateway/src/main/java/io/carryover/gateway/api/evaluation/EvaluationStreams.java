/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.gateway.api.Tenants;
import io.carryover.gateway.api.evaluation.ProgressLog.Entry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Feeds the streams of server-sent events. */
@ApplicationScoped
class EvaluationStreams {
    private static final Logger LOG = Logger.getLogger(EvaluationStreams.class);
    private static final Duration PACE = Duration.ofMillis(500);
    private static final int ROUNDS_PER_HEARTBEAT = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Evaluations evaluations;
    private final ProgressLog log;
    private final Tenants tenants;
    private volatile boolean stopping;

    @Inject
    EvaluationStreams(Evaluations evaluations, ProgressLog log, Tenants tenants) {
        this.evaluations = evaluations;
        this.log = log;
        this.tenants = tenants;
    }

    void stop(@Observes ShutdownEvent stopped) {
        stopping = true;
    }

    /**
     * Feeds the stream from the event after {@code lastEvent} on; returns at once.
     *
     * @throws CarryoverException NOT_FOUND, or INVALID_REQUEST for a {@code lastEvent} that isn't a number
     * @throws WebApplicationException with 204 where that event was the last
     */
    void open(EvaluationId evaluation, @Nullable String lastEvent, Sse sse, SseEventSink sink) {
        evaluations.view(tenants.current(), evaluation);
        long seen = number(lastEvent);
        log.snapshot(evaluation);
        if (log.newest(evaluation)
                .filter(entry -> entry.last() && entry.seq() <= seen)
                .isPresent()) {
            throw new WebApplicationException(Response.noContent().build());
        }
        Thread.ofVirtual().name("stream " + evaluation).start(() -> feed(evaluation, seen, sse, sink));
    }

    private void feed(EvaluationId evaluation, long from, Sse sse, SseEventSink sink) {
        try (sink) {
            long seen = from;
            for (int round = 1; !stopping && !sink.isClosed(); round++) {
                log.snapshot(evaluation);
                List<Entry> entries = log.after(evaluation, seen);
                for (Entry entry : entries) {
                    boolean newest = entry.seq() == entries.getLast().seq();
                    seen = entry.seq();
                    // An end that was not the last was followed by a retry: the client would leave too early.
                    if (newest || !entry.last()) {
                        send(sink, event(sse, entry));
                    }
                    if (newest && entry.last()) {
                        return;
                    }
                }
                if (round % ROUNDS_PER_HEARTBEAT == 0) {
                    send(sink, sse.newEventBuilder().comment("still here").build());
                }
                TimeUnit.NANOSECONDS.sleep(PACE.toNanos());
            }
        } catch (ExecutionException | TimeoutException gone) {
            LOG.debug("a client left its stream", gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The client reconnects and goes on where it was.
            LOG.warn("a stream ended", e);
        }
    }

    private static void send(SseEventSink sink, OutboundSseEvent event)
            throws ExecutionException, TimeoutException, InterruptedException {
        sink.send(event).toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static OutboundSseEvent event(Sse sse, Entry entry) {
        return sse.newEventBuilder()
                .id(Long.toString(entry.seq()))
                .name(entry.kind())
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(String.class, entry.data())
                .build();
    }

    private static long number(@Nullable String lastEvent) {
        try {
            return lastEvent == null || lastEvent.isBlank() ? 0 : Long.parseLong(lastEvent.strip());
        } catch (NumberFormatException e) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "Last-Event-ID: not a number: '%s'".formatted(lastEvent), e);
        }
    }
}
