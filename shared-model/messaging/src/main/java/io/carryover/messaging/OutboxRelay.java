/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends what the database promised. Rows of one key arrive in their order; a crash or a broker that is away may send a
 * row twice, never none. Sends as soon as it is {@linkplain #wake woken}, and looks by itself now and then for rows that
 * nobody announced.
 */
public final class OutboxRelay implements AutoCloseable {
    private static final int BATCH = 500;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final OutboxStore store;
    private final Producer<String, byte[]> producer;
    private final Duration pollInterval;
    private final Clock clock;
    private final Semaphore work = new Semaphore(0);
    private final AtomicLong sent = new AtomicLong();
    private final Outage outage = new Outage("outbox relay");
    private final Thread thread;
    private volatile boolean closed;
    private volatile Instant oldestUnsent = Instant.MAX;

    private OutboxRelay(OutboxStore store, Producer<String, byte[]> producer, Duration pollInterval, Clock clock) {
        this.store = store;
        this.producer = producer;
        this.pollInterval = pollInterval;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("outbox-relay").daemon().unstarted(this::run);
    }

    /**
     * Begins to send.
     *
     * @param pollInterval how long a row that nobody announced may lie: 250 ms is a good value
     */
    public static OutboxRelay start(OutboxStore store, KafkaSettings kafka, Duration pollInterval, Clock clock) {
        OutboxRelay relay = new OutboxRelay(store, producer(kafka), pollInterval, clock);
        relay.thread.start();
        return relay;
    }

    /** Says that rows were committed. Cheap; call it after the commit. */
    public void wake() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    /** Age of the oldest row that the broker doesn't have, as of the last look; zero when there is none. */
    public Duration lag() {
        Instant oldest = oldestUnsent;
        if (oldest.equals(Instant.MAX)) {
            return Duration.ZERO;
        }
        Duration age = Duration.between(oldest, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** How many rows were sent since the start. */
    public long sent() {
        return sent.get();
    }

    /** Ends after the batch under way. Rows that remain are sent by the next relay. */
    @Override
    public void close() {
        closed = true;
        work.release();
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(1));
    }

    private void run() {
        Backoff backoff = new Backoff();
        while (!closed) {
            try {
                if (!relayOnce()) {
                    awaitWork(pollInterval);
                }
                backoff.reset();
                outage.over();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                outage.failed(e);
                try {
                    awaitWork(backoff.next());
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    private void awaitWork(Duration patience) throws InterruptedException {
        if (work.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            work.drainPermits();
        }
    }

    /** Whether there was something to send. */
    private boolean relayOnce() throws InterruptedException {
        List<OutboxRow> rows = store.next(BATCH);
        if (rows.isEmpty()) {
            oldestUnsent = Instant.MAX;
            return false;
        }
        oldestUnsent = rows.get(0).createdAt();
        List<Future<RecordMetadata>> answers = new ArrayList<>(rows.size());
        for (OutboxRow row : rows) {
            answers.add(send(row));
        }
        List<Long> done = new ArrayList<>(rows.size());
        // What follows a failure under the same key counts as unsent, although the broker may have it: it is sent again
        // after the one that failed, so that the last message of a key is the newest.
        Set<Destination> failed = new HashSet<>();
        String problem = "";
        for (int i = 0; i < rows.size(); i++) {
            OutboxRow row = rows.get(i);
            Destination destination = new Destination(row.topic(), row.key());
            try {
                answers.get(i).get();
                if (!failed.contains(destination)) {
                    done.add(row.id());
                }
            } catch (ExecutionException e) {
                failed.add(destination);
                problem = row.topic() + " " + row.key() + ": " + e.getCause();
            }
        }
        if (!done.isEmpty()) {
            store.markSent(done);
            sent.addAndGet(done.size());
        }
        if (!failed.isEmpty()) {
            throw new KafkaException(failed.size() + " keys not sent, last " + problem);
        }
        return true;
    }

    private record Destination(String topic, String key) {}

    private Future<RecordMetadata> send(OutboxRow row) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(row.topic(), row.key(), row.value());
        Envelope.write(row.headers(), record.headers());
        return producer.send(record);
    }

    static KafkaProducer<String, byte[]> producer(KafkaSettings kafka) {
        Map<String, Object> settings = kafka.client(Map.of(
                "acks", "all",
                "enable.idempotence", true,
                "linger.ms", 0,
                "max.block.ms", 10_000,
                "request.timeout.ms", 10_000,
                "delivery.timeout.ms", 20_000,
                "compression.type", "none"));
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }
}
