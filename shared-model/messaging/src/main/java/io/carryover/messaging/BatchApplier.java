/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorClass;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies batches of one log's messages, each in one transaction with its offset. */
final class BatchApplier<T> {
    /** What became of a batch. */
    enum Result {
        APPLIED,
        /** The offset isn't where it was expected: nothing was applied. */
        MOVED,
        /** Nothing was applied; worth another try. */
        FAILED
    }

    private static final Logger LOG = LoggerFactory.getLogger(BatchApplier.class);
    private static final int TRIES = 3;

    private final int batch;
    private final Decoder<T> decoder;
    private final LogHandler<T> handler;
    private final OffsetStore offsets;
    private final TransactionRunner transactions;
    private final Outage outage = new Outage("reading of a log");
    private final AtomicLong skipped = new AtomicLong();
    private final Map<TopicPartition, Suspect> suspects = new HashMap<>();

    /** A stretch of a partition with a message that can't be applied: read one by one, up to {@code last}. */
    private record Suspect(long offset, int failures, long last) {}

    private static final class OffsetMoved extends RuntimeException {
        OffsetMoved() {
            super(null, null, false, false);
        }
    }

    BatchApplier(
            int batch, Decoder<T> decoder, LogHandler<T> handler, OffsetStore offsets, TransactionRunner transactions) {
        this.batch = batch;
        this.decoder = decoder;
        this.handler = handler;
        this.offsets = offsets;
        this.transactions = transactions;
    }

    long skipped() {
        return skipped.get();
    }

    /** How many messages the next batch of this partition may have. */
    int batch(TopicPartition partition) {
        return suspects.containsKey(partition) ? 1 : batch;
    }

    /** Begins to read these on other threads: while one batch is written to the database, the next ones are decoded. */
    ReadAhead<T> readAhead(List<ConsumerRecord<String, byte[]>> records) {
        return new ReadAhead<>(records, this::read);
    }

    /**
     * Applies the records from {@code from} to before {@code to} and moves the offset to {@code next}.
     *
     * @param expected where the offset is believed to be
     */
    Result apply(TopicPartition partition, ReadAhead<T> read, int from, int to, OptionalLong expected, long next) {
        List<ConsumerRecord<String, byte[]>> records = read.records().subList(from, to);
        List<Received<T>> messages = read.messages(from, to);
        int unreadable = records.size() - messages.size();
        try {
            commit(partition, messages, expected, next);
        } catch (OffsetMoved e) {
            return Result.MOVED;
        } catch (RuntimeException e) {
            return failed(partition, records, expected, next, e);
        }
        outage.over();
        skipped.addAndGet(unreadable);
        forgetSuspect(partition, next);
        handler.committed(messages);
        return Result.APPLIED;
    }

    private void commit(TopicPartition partition, List<Received<T>> messages, OptionalLong expected, long next) {
        transactions.inTransaction(() -> {
            handler.applyAll(messages);
            if (!offsets.advance(partition.topic(), partition.partition(), expected, next)) {
                throw new OffsetMoved();
            }
        });
    }

    private Result failed(
            TopicPartition partition,
            List<ConsumerRecord<String, byte[]>> records,
            OptionalLong expected,
            long next,
            RuntimeException problem) {
        if (isMoved(problem)) {
            return Result.MOVED; // a transaction runner may wrap what it rolls back for
        }
        if (isAway(problem)) {
            outage.failed(problem);
            return Result.FAILED;
        }
        LOG.warn("{} messages from {} not applied, they are tried again", records.size(), partition, problem);
        if (records.isEmpty()) {
            return Result.FAILED;
        }
        long first = records.get(0).offset();
        Suspect before = suspects.get(partition);
        int failures = before != null && before.offset() == first ? before.failures() + 1 : 1;
        long last = before == null ? records.get(records.size() - 1).offset() : before.last();
        suspects.put(partition, new Suspect(first, failures, last));
        if (records.size() > 1 || failures < TRIES) {
            return Result.FAILED;
        }
        LOG.error("message {} of {} can't be applied: skipped", first, partition, problem);
        try {
            commit(partition, List.of(), expected, next);
        } catch (OffsetMoved e) {
            return Result.MOVED;
        } catch (RuntimeException e) {
            return Result.FAILED;
        }
        skipped.incrementAndGet();
        forgetSuspect(partition, next);
        return Result.APPLIED;
    }

    private void forgetSuspect(TopicPartition partition, long next) {
        suspects.computeIfPresent(partition, (p, suspect) -> next > suspect.last() ? null : suspect);
    }

    private Optional<Received<T>> read(ConsumerRecord<String, byte[]> record) {
        try {
            byte @Nullable [] value = record.value();
            T message = value == null ? null : decoder.decode(value);
            return Optional.of(new Received<>(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.key() == null ? "" : record.key(),
                    message,
                    Envelope.read(record.headers()),
                    Instant.ofEpochMilli(record.timestamp())));
        } catch (RuntimeException e) {
            LOG.error(
                    "unreadable message {}-{}@{} skipped: {}; begins {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage(),
                    beginning(record.value()));
            return Optional.empty();
        }
    }

    private static String beginning(byte @Nullable [] value) {
        if (value == null) {
            return "";
        }
        String text = new String(value, 0, Math.min(value.length, 80), StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static boolean isMoved(Throwable problem) {
        for (@Nullable Throwable t = problem; t != null; t = t.getCause()) {
            if (t instanceof OffsetMoved) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAway(Throwable problem) {
        for (@Nullable Throwable t = problem; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                // Class 08, 40, 53, 55, 57, 58: connection, serialisation, resources, locks, shutdown, system.
                String state = sql.getSQLState() == null ? "08" : sql.getSQLState();
                return List.of("08", "40", "53", "55", "57", "58").stream().anyMatch(state::startsWith);
            }
            if (t instanceof CarryoverException known && known.code().errorClass() == ErrorClass.TRANSIENT) {
                return true;
            }
        }
        return false;
    }
}
