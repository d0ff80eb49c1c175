/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.util.Map;
import java.util.OptionalLong;

/** Consumed offsets, kept in the database beside what they led to. */
public interface OffsetStore {
    /** Where to go on; empty where nothing was consumed yet. */
    OptionalLong load(String topic, int partition);

    /** As {@link #load}, of all partitions of a topic that have a row. */
    Map<Integer, Long> loadAll(String topic);

    /**
     * Sets the offset of a partition to {@code next}, if it is {@code expected} now (or there is none and
     * {@code expected} is where consumption began). Takes part in the transaction of the caller.
     *
     * @return false when another consumer has gone on from there: all must be rolled back
     */
    boolean advance(String topic, int partition, OptionalLong expected, long next);
}
