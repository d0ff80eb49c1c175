/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events on {@code carryover.events}, keyed so that what is said about one job keeps its order. */
public final class KafkaEvents implements EventSink {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaEvents.class);
    private static final long ANSWER_SECONDS = 30;
    // Offers that the broker hasn't answered: more would only wait in memory for a broker that is away.
    private static final int MOST_OFFERS = 50;

    private final String topic;
    private final Envelope envelope;
    private final Producer<String, byte[]> producer;
    private final AtomicInteger offers = new AtomicInteger();

    /** @param source who speaks, as in {@link Envelope} */
    public KafkaEvents(KafkaSettings kafka, String source, Clock clock) {
        this.topic = kafka.topics().events();
        this.envelope = new Envelope(source, clock);
        this.producer = OutboxRelay.producer(kafka);
    }

    @Override
    public void publish(WorkerEvent event) {
        try {
            producer.send(record(event, Traces.current())).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | org.apache.kafka.common.KafkaException e) {
            if (e instanceof org.apache.kafka.common.errors.InterruptException) {
                Thread.currentThread().interrupt();
            }
            throw new CarryoverException(
                    ErrorCode.BROKER_UNAVAILABLE, "event not accepted by Kafka: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CarryoverException(ErrorCode.BROKER_UNAVAILABLE, "interrupted while telling Kafka", e);
        }
    }

    @Override
    public void offer(WorkerEvent event) {
        if (offers.incrementAndGet() > MOST_OFFERS) {
            offers.decrementAndGet();
            return;
        }
        try {
            var unused = producer.send(record(event, Optional.empty()), (done, problem) -> {
                offers.decrementAndGet();
                if (problem != null) {
                    LOG.debug("an event was lost: {}", problem.toString());
                }
            });
        } catch (RuntimeException e) {
            offers.decrementAndGet();
            LOG.debug("an event was lost: {}", e.toString());
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    private ProducerRecord<String, byte[]> record(WorkerEvent event, Optional<String> traceParent) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, event.recordKey(), Json.bytes(event));
        Envelope.write(
                envelope.headers(name(event), event.version(), event.recordKey(), traceParent), record.headers());
        return record;
    }

    /** Its name as in JSON: {@code attempt-failed}. */
    public static String name(WorkerEvent event) {
        return switch (event) {
            case WorkerEvent.Started e -> "started";
            case WorkerEvent.Heartbeat e -> "heartbeat";
            case WorkerEvent.Succeeded e -> "succeeded";
            case WorkerEvent.AttemptFailed e -> "attempt-failed";
            case WorkerEvent.HandedBack e -> "handed-back";
            case WorkerEvent.Stalled e -> "stalled";
            case WorkerEvent.Stopped e -> "stopped";
            case WorkerEvent.Announced e -> "announced";
            case WorkerEvent.Left e -> "left";
        };
    }
}
