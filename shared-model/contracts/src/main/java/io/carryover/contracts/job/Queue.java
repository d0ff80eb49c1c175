/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A job queue: one Kafka topic, read by the share group of the same name. Text form {@code features.cpu}. */
public record Queue(Kind kind, DeviceClass device) implements Comparable<Queue> {
    private static final String PREFIX = "carryover.jobs.";

    /** Queues that the services of this release serve without a GPU: what an installation starts with. */
    public static final List<Queue> SERVED = Stream.of(
                    Kind.IMPORTS, Kind.FEATURES, Kind.HEADS, Kind.FINETUNE, Kind.ANALYSIS)
            .map(kind -> new Queue(kind, DeviceClass.CPU))
            .toList();

    /**
     * Reads {@code kind.device}.
     *
     * @throws IllegalArgumentException for an unknown kind or device
     */
    @JsonCreator
    public static Queue parse(String id) {
        int dot = id.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException("not a queue: " + id);
        }
        return new Queue(
                Kind.valueOf(id.substring(0, dot).toUpperCase(Locale.ROOT)),
                DeviceClass.valueOf(id.substring(dot + 1).toUpperCase(Locale.ROOT)));
    }

    /** Text form, also the value of the metric label {@code queue}. */
    @JsonValue
    public String id() {
        return kind.id() + "." + device.id();
    }

    /** Topic of its jobs, and name of the share group that reads it. */
    public String topic() {
        return PREFIX + id();
    }

    /** Topic where the broker puts jobs that killed their workers. */
    public String deadLetterTopic() {
        return "dlq." + topic();
    }

    @Override
    public int compareTo(Queue other) {
        return id().compareTo(other.id());
    }

    @Override
    public String toString() {
        return id();
    }
}
