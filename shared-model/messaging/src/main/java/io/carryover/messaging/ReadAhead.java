/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of one poll, decoded in order by other threads in chunks: decoding is most of the work of a service that catches
 * up, and it waits for its database meanwhile. A few records are decoded by whoever asks for them.
 */
final class ReadAhead<T> {
    /** So few are read before another thread has woken. */
    private static final int CHUNK = 64;

    private final List<ConsumerRecord<String, byte[]>> records;
    private final List<CompletableFuture<List<Optional<Received<T>>>>> chunks = new ArrayList<>();

    /** @param decoder of one record, empty where it can't be read; never throws */
    ReadAhead(
            List<ConsumerRecord<String, byte[]>> records,
            Function<ConsumerRecord<String, byte[]>, Optional<Received<T>>> decoder) {
        this.records = records;
        for (int from = 0; from < records.size(); from += CHUNK) {
            List<ConsumerRecord<String, byte[]>> chunk = records.subList(from, Math.min(records.size(), from + CHUNK));
            chunks.add(
                    records.size() <= CHUNK
                            ? CompletableFuture.completedFuture(decode(chunk, decoder))
                            : CompletableFuture.supplyAsync(() -> decode(chunk, decoder)));
        }
    }

    /** All records, readable or not. */
    List<ConsumerRecord<String, byte[]>> records() {
        return records;
    }

    /** The readable ones of those from {@code from} to before {@code to}, in order; waits for them. */
    List<Received<T>> messages(int from, int to) {
        List<Received<T>> messages = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            chunks.get(i / CHUNK).join().get(i % CHUNK).ifPresent(messages::add);
        }
        return messages;
    }

    private static <T> List<Optional<Received<T>>> decode(
            List<ConsumerRecord<String, byte[]>> records,
            Function<ConsumerRecord<String, byte[]>, Optional<Received<T>>> decoder) {
        return records.stream().map(decoder).toList();
    }
}
