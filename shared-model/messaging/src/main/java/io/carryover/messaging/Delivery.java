/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.job.Queue;
import java.time.Instant;
import java.util.Map;

/** One job as it came from its queue, unread. */
public final class Delivery {
    private final Queue queue;
    private final String key;
    private final byte[] value;
    private final Map<String, String> headers;
    private final int count;
    private final int partition;
    private final long offset;
    private final Instant writtenAt;

    /** @param count how many times the broker has delivered it, this time included; inexact */
    public Delivery(
            Queue queue,
            String key,
            byte[] value,
            Map<String, String> headers,
            int count,
            int partition,
            long offset,
            Instant writtenAt) {
        this.queue = queue;
        this.key = key;
        this.value = value.clone();
        this.headers = Map.copyOf(headers);
        this.count = count;
        this.partition = partition;
        this.offset = offset;
        this.writtenAt = writtenAt;
    }

    public Queue queue() {
        return queue;
    }

    /** Key of the record: the job key, where the writer kept the rules. */
    public String key() {
        return key;
    }

    /** The message, as bytes: reading it may fail. */
    public byte[] value() {
        return value.clone();
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** How many times the broker has delivered it, this time included; inexact across broker restarts. */
    public int count() {
        return count;
    }

    int partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    /** When the broker got it. */
    public Instant writtenAt() {
        return writtenAt;
    }

    @Override
    public String toString() {
        return queue + "[" + partition + "]@" + offset + " " + key + " delivery " + count;
    }
}
