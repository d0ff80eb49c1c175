/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the messages of a topic to a database, each exactly once: messages and the offset that follows them are
 * committed in one transaction, and the offset only moves from where this consumer believes it to be. Kafka's group
 * serves to share partitions among instances; its committed offsets are not used. An instance that lost a partition
 * without noticing can therefore not apply anything twice.
 */
public final class TransactionalLog<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionalLog.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    private static final int FEWEST_POLLED = 500;
    /** The last ones are decoded while the first is written. */
    private static final int BATCHES_POLLED = 4;
    /** Kafka's one MiB is less than a batch of results: so a poll would bring nothing to decode ahead. */
    private static final int FETCHED_BYTES = 8 << 20;

    private final String topic;
    private final OffsetStore offsets;
    private final BatchApplier<T> applier;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Admin admin;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong applied = new AtomicLong();
    private final LogPositions positions;
    private final Outage outage;

    /**
     * What one poll brought of a partition.
     *
     * @param era of the partition when it came, see {@link LogPositions#era}
     * @param next offset that follows it
     */
    private record Polled<T>(TopicPartition partition, int era, ReadAhead<T> read, long next) {}

    private TransactionalLog(
            KafkaSettings kafka, String group, String topic, int batch, OffsetStore offsets, BatchApplier<T> applier) {
        this.topic = topic;
        this.outage = new Outage("log " + topic);
        this.offsets = offsets;
        this.applier = applier;
        this.admin = Admin.create(kafka.client(Map.of()));
        this.consumer = new KafkaConsumer<>(
                kafka.client(Map.of(
                        "group.id",
                        group,
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed",
                        "session.timeout.ms",
                        10_000,
                        "heartbeat.interval.ms",
                        3_000,
                        // What a poll doesn't hand out stays fetched: a batch is never cut short by this.
                        "max.poll.records",
                        Math.max(FEWEST_POLLED, BATCHES_POLLED * batch),
                        "max.partition.fetch.bytes",
                        FETCHED_BYTES,
                        "allow.auto.create.topics",
                        false)),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        this.positions = new LogPositions(topic, offsets, consumer);
        this.thread = Thread.ofPlatform().name("log-" + topic).daemon().unstarted(this::run);
    }

    /**
     * Begins to read.
     *
     * @param group of instances that share the partitions: one per service
     * @param topic full name, see {@link Topics}
     * @param batch most messages in one transaction
     */
    public static <T> TransactionalLog<T> start(
            KafkaSettings kafka,
            String group,
            String topic,
            int batch,
            Decoder<T> decoder,
            LogHandler<T> handler,
            OffsetStore offsets,
            TransactionRunner transactions) {
        TransactionalLog<T> log = new TransactionalLog<>(
                kafka,
                group,
                topic,
                batch,
                offsets,
                new BatchApplier<>(batch, decoder, handler, offsets, transactions));
        log.thread.start();
        return log;
    }

    /**
     * The offsets after the last messages that are there now, by partition; partitions without messages are left out.
     *
     * @throws io.carryover.contracts.error.CarryoverException BROKER_UNAVAILABLE
     */
    public Map<Integer, Long> ends() {
        return LogEnds.of(admin, topic);
    }

    /** Whether all messages up to {@code ends} have been applied, by this instance or another. */
    public boolean caughtUpTo(Map<Integer, Long> ends) {
        Map<Integer, Long> now = offsets.loadAll(topic);
        return ends.entrySet().stream().allMatch(end -> now.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /** How many messages this instance applied since its start. */
    public long applied() {
        return applied.get();
    }

    /** How many messages were skipped since the start because they couldn't be read or applied. */
    public long skipped() {
        return applier.skipped();
    }

    /** Ends after the batch under way. */
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
        admin.close(Duration.ofSeconds(1));
    }

    private void run() {
        Backoff backoff = new Backoff();
        try (consumer) {
            consumer.subscribe(List.of(topic), positions);
            List<Polled<T>> polled = List.of();
            while (closing.getCount() > 0) {
                try {
                    positions.seek();
                    // What comes next is fetched, and decoding of it begun, before this is written: the database waits
                    // for neither.
                    List<Polled<T>> next = poll(polled.isEmpty() ? POLL : Duration.ZERO);
                    List<Polled<T>> due = polled;
                    polled = next;
                    if (process(due)) {
                        backoff.reset();
                        outage.over();
                    } else {
                        pause(backoff.next());
                    }
                } catch (WakeupException e) {
                    LOG.debug("log {} is woken to close", topic);
                } catch (RuntimeException e) {
                    outage.failed(e);
                    pause(backoff.next());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("log {} is interrupted", topic);
        }
    }

    private void pause(Duration duration) throws InterruptedException {
        if (closing.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.debug("log {} closes", topic);
        }
    }

    private List<Polled<T>> poll(Duration patience) {
        ConsumerRecords<String, byte[]> records = consumer.poll(patience);
        return records.nextOffsets().entrySet().stream()
                .map(next -> new Polled<>(
                        next.getKey(),
                        positions.era(next.getKey()),
                        applier.readAhead(records.records(next.getKey())),
                        next.getValue().offset()))
                .toList();
    }

    private boolean process(List<Polled<T>> polled) {
        boolean allWell = true;
        for (Polled<T> one : polled) {
            // A partition may be listed although nothing came and nothing was passed over: no transaction for that.
            boolean moved = !one.read().records().isEmpty()
                    || one.next() > positions.stored(one.partition()).orElse(0);
            if (moved && positions.follows(one.partition(), one.era())) {
                allWell &= process(one);
            }
        }
        return allWell;
    }

    private boolean process(Polled<T> polled) {
        TopicPartition partition = polled.partition();
        ReadAhead<T> read = polled.read();
        List<ConsumerRecord<String, byte[]>> records = read.records();
        int from = 0;
        do {
            int to = Math.min(records.size(), from + applier.batch(partition));
            long after = to == records.size() ? polled.next() : records.get(to).offset();
            OptionalLong expected = positions.stored(partition);
            switch (applier.apply(partition, read, from, to, expected, after)) {
                case APPLIED -> {
                    applied.addAndGet(to - from);
                    positions.moved(partition, after);
                }
                case MOVED -> {
                    LOG.warn("partition {} is read by another instance: reading its offset again", partition);
                    positions.again(partition);
                    return true;
                }
                case FAILED -> {
                    positions.again(partition);
                    return false;
                }
            }
            from = to;
        } while (from < records.size());
        return true;
    }
}
