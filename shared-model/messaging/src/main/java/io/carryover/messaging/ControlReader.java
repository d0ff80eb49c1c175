/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the whole of {@code carryover.control}, from its beginning and ever after, on a thread of its own. */
public final class ControlReader implements ControlView, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final String topic;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<JobKey, ControlState> states = new ConcurrentHashMap<>();
    private final Map<JobKey, List<Consumer<ControlState>>> listeners = new ConcurrentHashMap<>();
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Outage outage = new Outage("control reader");
    private final Thread thread;

    private ControlReader(KafkaSettings kafka) {
        this.topic = kafka.topics().control();
        this.consumer = new KafkaConsumer<>(
                kafka.client(Map.of("enable.auto.commit", false, "auto.offset.reset", "earliest")),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        this.thread = Thread.ofPlatform().name("control-reader").daemon().unstarted(this::run);
    }

    /** Begins to read. */
    public static ControlReader start(KafkaSettings kafka) {
        ControlReader reader = new ControlReader(kafka);
        reader.thread.start();
        return reader;
    }

    @Override
    public Optional<ControlState> state(JobKey job) {
        return Optional.ofNullable(states.get(job));
    }

    @Override
    public boolean caughtUp() {
        return caughtUp.getCount() == 0;
    }

    /** Waits until everything that was there at the start has been read; false when that took too long. */
    public boolean awaitCaughtUp(Duration patience) throws InterruptedException {
        return caughtUp.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Subscription listen(JobKey job, Consumer<ControlState> listener) {
        listeners.computeIfAbsent(job, j -> new CopyOnWriteArrayList<>()).add(listener);
        return () -> listeners.computeIfPresent(job, (j, all) -> {
            all.remove(listener);
            return all.isEmpty() ? null : all;
        });
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Backoff backoff = new Backoff();
        try (consumer) {
            while (closing.getCount() > 0) {
                try {
                    read();
                } catch (WakeupException e) {
                    return;
                } catch (RuntimeException e) {
                    outage.failed(e);
                    if (closing.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("control reader is interrupted");
        }
    }

    private void read() {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(topic, p.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new CarryoverException(ErrorCode.QUEUE_NOT_CONFIGURED, "topic " + topic + " is missing");
        }
        if (consumer.assignment().isEmpty()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        outage.over();
        while (closing.getCount() > 0) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                apply(record);
            }
            if (caughtUp.getCount() > 0
                    && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                caughtUp.countDown();
            }
        }
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        try {
            JobKey job = new JobKey(record.key());
            if (record.value() == null) {
                states.remove(job);
                return;
            }
            ControlState state = Json.readVersioned(record.value(), ControlState.class, ControlState.VERSION);
            states.put(job, state);
            listeners.getOrDefault(job, List.of()).forEach(listener -> listener.accept(state));
        } catch (RuntimeException e) {
            LOG.error("unreadable control message at {}-{}@{}", topic, record.partition(), record.offset(), e);
        }
    }
}
