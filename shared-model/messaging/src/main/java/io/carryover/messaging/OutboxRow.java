/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message that the database promised to send. */
public final class OutboxRow {
    private final long id;
    private final String topic;
    private final String key;
    private final byte @Nullable [] value;
    private final Map<String, String> headers;
    private final Instant createdAt;

    /**
     * @param id grows with the order of writing, among rows of one key at least
     * @param topic full name, see {@link Topics}
     * @param value null for a tombstone
     * @param headers see {@link Envelope}
     * @param createdAt when it was promised, for the lag
     */
    public OutboxRow(
            long id,
            String topic,
            String key,
            byte @Nullable [] value,
            Map<String, String> headers,
            Instant createdAt) {
        this.id = id;
        this.topic = topic;
        this.key = key;
        this.value = value == null ? null : value.clone();
        this.headers = Map.copyOf(headers);
        this.createdAt = createdAt;
    }

    public long id() {
        return id;
    }

    public String topic() {
        return topic;
    }

    public String key() {
        return key;
    }

    public byte @Nullable [] value() {
        return value == null ? null : value.clone();
    }

    public Map<String, String> headers() {
        return headers;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
