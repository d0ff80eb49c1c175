/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.job.Queue;
import java.util.regex.Pattern;

/**
 * Names of all topics and share groups of one installation.
 *
 * @param prefix before every name, so that several installations can share a Kafka cluster; empty for one
 */
public record Topics(String prefix) {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,60}");
    // The broker demands that names of dead-letter topics begin so.
    private static final String DEAD_LETTER = "dlq.";

    /** An installation that has its Kafka cluster for itself. */
    public static final Topics STANDARD = new Topics("");

    /** @throws IllegalArgumentException unless the prefix is up to 60 of letters, digits, '.', '_' and '-' */
    public Topics {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("not a topic prefix: '" + prefix + "'");
        }
    }

    /** Jobs of a queue, keyed by job. */
    public String jobs(Queue queue) {
        return prefix + queue.topic();
    }

    /** The share group that reads {@link #jobs}. */
    public String group(Queue queue) {
        return jobs(queue);
    }

    /** Where the broker puts jobs of this queue that were rejected or killed their workers. */
    public String deadLetters(Queue queue) {
        return DEAD_LETTER + jobs(queue);
    }

    /** What workers say: keyed by job, announcements by worker. */
    public String events() {
        return prefix + "carryover.events";
    }

    /** What workers are told: keyed by job, compacted. */
    public String control() {
        return prefix + "carryover.control";
    }

    /** Every result, for ever: keyed by result key. */
    public String results() {
        return prefix + "carryover.results";
    }
}
