/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.job.Queue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How each topic is kept. */
final class TopicPlans {
    private static final String FOR_EVER = "-1";

    private TopicPlans() {}

    /** A topic as it should be. */
    record Plan(String name, int partitions, int replicas, Map<String, String> settings) {
        /** What is acknowledged is on all replicas but one, so that the loss of a broker neither takes it nor stops writers. */
        Plan {
            var all = new HashMap<>(settings);
            all.put("min.insync.replicas", String.valueOf(Math.max(1, replicas - 1)));
            settings = Map.copyOf(all);
        }
    }

    /** Topics that are there once. */
    static List<Plan> common(Topics topics, QueueSettings settings) {
        int replicas = settings.replicas();
        return List.of(
                new Plan(
                        topics.events(),
                        settings.eventPartitions(),
                        replicas,
                        // The broker's time: workers' clocks may differ, and silence is measured on these stamps.
                        Map.of("retention.ms", days(7), "message.timestamp.type", "LogAppendTime")),
                new Plan(
                        topics.control(),
                        1,
                        replicas,
                        Map.of(
                                "cleanup.policy",
                                "compact",
                                "delete.retention.ms",
                                days(7),
                                "min.cleanable.dirty.ratio",
                                "0.2",
                                "segment.ms",
                                days(1))),
                new Plan(
                        topics.results(),
                        1,
                        replicas,
                        Map.of("retention.ms", FOR_EVER, "retention.bytes", FOR_EVER, "cleanup.policy", "delete")));
    }

    /** Topics of one queue. */
    static List<Plan> of(Topics topics, Queue queue, QueueSettings settings) {
        return List.of(
                new Plan(
                        topics.jobs(queue),
                        settings.jobPartitions(),
                        settings.replicas(),
                        Map.of("retention.ms", FOR_EVER, "retention.bytes", FOR_EVER, "cleanup.policy", "delete")),
                new Plan(
                        topics.deadLetters(queue),
                        1,
                        settings.replicas(),
                        Map.of("retention.ms", days(30), "errors.deadletterqueue.group.enable", "true")));
    }

    private static String days(int days) {
        return String.valueOf(Duration.ofDays(days).toMillis());
    }
}
