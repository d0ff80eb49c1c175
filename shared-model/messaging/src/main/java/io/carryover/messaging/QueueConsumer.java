/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.Queue;
import io.carryover.messaging.JobQueue.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A member of the share group of one queue, that holds one record at most. Used by one thread at a time. */
final class QueueConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(QueueConsumer.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration RENEWED = Duration.ofSeconds(2);
    private static final Duration LEAVE = Duration.ofSeconds(3);

    private final KafkaSettings kafka;
    private final Queue queue;
    // Made on a thread of its own where one is replaced: that takes longer than a short job should wait.
    private CompletableFuture<KafkaShareConsumer<String, byte[]>> consumer;
    private @Nullable ConsumerRecord<String, byte[]> held;
    private boolean fetching;

    QueueConsumer(KafkaSettings kafka, Queue queue) {
        this.kafka = kafka;
        this.queue = queue;
        this.consumer = CompletableFuture.completedFuture(open());
    }

    Queue queue() {
        return queue;
    }

    /** Whether it was asked in vain: a record may come at any time, asked or not. */
    boolean isFetching() {
        return fetching;
    }

    Optional<Duration> lock() {
        return consumer().acquisitionLockTimeoutMs().map(Duration::ofMillis);
    }

    Optional<Delivery> poll(Duration patience) {
        if (held != null) {
            throw new IllegalStateException("the job before is not settled: " + queue);
        }
        try {
            fetching = true;
            ConsumerRecords<String, byte[]> records = consumer().poll(patience);
            if (records.isEmpty()) {
                return Optional.empty();
            }
            fetching = false;
            return Optional.of(hold(records));
        } catch (KafkaException | IllegalStateException e) {
            // Also a batch that is corrupt on the broker's disk: others of the queue may still come.
            replace();
            throw new CarryoverException(ErrorCode.BROKER_UNAVAILABLE, "queue " + queue + ": " + e.getMessage(), e);
        }
    }

    private Delivery hold(ConsumerRecords<String, byte[]> records) {
        Iterator<ConsumerRecord<String, byte[]>> all = records.iterator();
        ConsumerRecord<String, byte[]> record = all.next();
        while (all.hasNext()) {
            // One record is asked for; a broker that gives more gets them back.
            consumer().acknowledge(all.next(), AcknowledgeType.RELEASE);
        }
        held = record;
        return new Delivery(
                queue,
                record.key() == null ? "" : record.key(),
                record.value() == null ? new byte[0] : record.value(),
                Envelope.read(record.headers()),
                record.deliveryCount().map(Short::intValue).orElse(1),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()));
    }

    Lease renew(Delivery delivery) {
        if (settle(delivery, AcknowledgeType.RENEW) == Lease.LOST) {
            return Lease.LOST;
        }
        // The client demands a poll between two acknowledgements of one record; it brings that record again, alone.
        try {
            long deadline = System.nanoTime() + RENEWED.toNanos();
            do {
                for (ConsumerRecord<String, byte[]> again : consumer().poll(Duration.ofMillis(100))) {
                    if (isSame(again, delivery)) {
                        held = again;
                        return Lease.HELD;
                    }
                    consumer().acknowledge(again, AcknowledgeType.RELEASE);
                }
            } while (System.nanoTime() < deadline);
            LOG.warn("{} did not come back after its renewal", delivery);
        } catch (RuntimeException e) {
            LOG.warn("{} not renewed: {}", delivery, e.toString());
        }
        return lose();
    }

    Lease accept(Delivery delivery) {
        return finish(delivery, AcknowledgeType.ACCEPT);
    }

    Lease reject(Delivery delivery) {
        return finish(delivery, AcknowledgeType.REJECT);
    }

    private Lease finish(Delivery delivery, AcknowledgeType how) {
        Lease lease = settle(delivery, how);
        held = null;
        return lease;
    }

    private Lease settle(Delivery delivery, AcknowledgeType how) {
        ConsumerRecord<String, byte[]> record = held;
        if (record == null || !isSame(record, delivery)) {
            return Lease.LOST;
        }
        try {
            consumer().acknowledge(record, how);
            for (Map.Entry<TopicIdPartition, Optional<KafkaException>> answer :
                    consumer().commitSync(ANSWER).entrySet()) {
                if (answer.getValue().isPresent()) {
                    LOG.warn("{} {}: {}", how, delivery, answer.getValue().get().toString());
                    return lose();
                }
            }
            return Lease.HELD;
        } catch (RuntimeException e) {
            LOG.warn("{} {}: {}", how, delivery, e.toString());
            return lose();
        }
    }

    private Lease lose() {
        // A fresh member is ready for the next job, and whatever the old one still holds goes to others.
        replace();
        return Lease.LOST;
    }

    void abandon() {
        if (held != null) {
            replace();
        }
    }

    /** Leaves the group and joins again: what this consumer held, or was about to fetch, goes to others. */
    void replace() {
        CompletableFuture<KafkaShareConsumer<String, byte[]>> old = consumer;
        held = null;
        fetching = false;
        consumer = CompletableFuture.supplyAsync(this::open, Thread.ofVirtual().name("join-" + queue)::start);
        var unused =
                old.thenAcceptAsync(QueueConsumer::close, Thread.ofVirtual().name("leave-" + queue)::start);
    }

    void close() {
        consumer.handle((opened, failed) -> {
                    if (opened != null) {
                        close(opened);
                    }
                    return true;
                })
                .join();
    }

    /** @throws KafkaException when it could not be made; the next one may */
    private KafkaShareConsumer<String, byte[]> consumer() {
        try {
            return consumer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e);
        }
    }

    private static void close(KafkaShareConsumer<String, byte[]> consumer) {
        try {
            consumer.close(LEAVE);
        } catch (RuntimeException e) {
            LOG.debug("a consumer did not leave in good order: {}", e.toString());
        }
    }

    private KafkaShareConsumer<String, byte[]> open() {
        KafkaShareConsumer<String, byte[]> fresh = new KafkaShareConsumer<>(
                kafka.client(Map.of(
                        "group.id",
                        kafka.topics().group(queue),
                        "share.acknowledgement.mode",
                        "explicit",
                        "share.acquire.mode",
                        "record_limit",
                        "max.poll.records",
                        1,
                        // A busy worker without a lease doesn't poll, and must stay a member.
                        "max.poll.interval.ms",
                        Integer.MAX_VALUE)),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        fresh.subscribe(List.of(kafka.topics().jobs(queue)));
        return fresh;
    }

    private static boolean isSame(ConsumerRecord<String, byte[]> record, Delivery delivery) {
        return record.partition() == delivery.partition() && record.offset() == delivery.offset();
    }
}
