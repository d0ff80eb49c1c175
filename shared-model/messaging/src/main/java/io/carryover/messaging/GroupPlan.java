/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.job.Queue;
import java.util.HashMap;
import java.util.Map;

/** Settings of the share group of a queue. */
final class GroupPlan {
    static final String LOCK = "share.record.lock.duration.ms";
    static final String DEAD_LETTER_TOPIC = "errors.deadletterqueue.topic.name";
    static final String RECORD_LOCKS = "share.partition.max.record.locks";
    static final String DELIVERIES = "share.delivery.count.limit";
    static final String HEARTBEAT = "share.heartbeat.interval.ms";

    private GroupPlan() {}

    /** Without these a worker must not start: jobs would be lost or never given up. */
    static Map<String, String> essential(Topics topics, Queue queue) {
        return Map.of(
                "share.auto.offset.reset",
                "earliest",
                DEAD_LETTER_TOPIC,
                topics.deadLetters(queue),
                "errors.deadletterqueue.copy.record.enable",
                "true");
    }

    static Map<String, String> of(Topics topics, Queue queue, QueueSettings settings, BrokerBounds bounds) {
        Map<String, String> all = new HashMap<>(essential(topics, queue));
        all.put(LOCK, text(bounds.lockMs(settings.lock().toMillis())));
        all.put(HEARTBEAT, text(bounds.heartbeatMs(settings.heartbeat().toMillis())));
        all.put(DELIVERIES, text(bounds.deliveries(settings.deliveries())));
        all.put(RECORD_LOCKS, text(bounds.recordLocks(settings.recordLocks())));
        return all;
    }

    private static String text(long number) {
        return String.valueOf(number);
    }
}
