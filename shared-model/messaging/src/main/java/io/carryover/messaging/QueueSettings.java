/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.time.Duration;

/**
 * How topics and share groups are made. Durations and counts that the broker bounds are moved to the nearest bound.
 *
 * @param replicas copies of each partition; 1 on a single broker
 * @param eventPartitions of events; a gateway reads several at once
 * @param jobPartitions of each queue; keep 1: a share group gives each member ⌈partitions ÷ members⌉ partitions, and with
 *     more than one, idle workers don't see the jobs of the others' partitions
 * @param lock how long a job belongs to a worker that doesn't renew
 * @param heartbeat of group members: also how long a worker needs to join
 * @param deliveries after how many takes without an answer a job goes to the dead letters
 * @param recordLocks how many jobs may lie between the oldest that is held and the newest that was taken
 */
public record QueueSettings(
        int replicas,
        int eventPartitions,
        int jobPartitions,
        Duration lock,
        Duration heartbeat,
        int deliveries,
        int recordLocks) {
    /** One broker: standalone, compose, tests. */
    public static final QueueSettings SINGLE_BROKER =
            new QueueSettings(1, 4, 1, Duration.ofSeconds(30), Duration.ofSeconds(1), 3, 10_000);

    /** A cluster of three brokers or more. */
    public static final QueueSettings CLUSTER =
            new QueueSettings(3, 12, 1, Duration.ofSeconds(30), Duration.ofSeconds(1), 3, 10_000);

    /** The same with another lock. */
    public QueueSettings withLock(Duration other) {
        return new QueueSettings(replicas, eventPartitions, jobPartitions, other, heartbeat, deliveries, recordLocks);
    }
}
