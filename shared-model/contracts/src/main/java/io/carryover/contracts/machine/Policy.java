/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.error.ErrorClass;
import java.time.Duration;

/**
 * The numbers of the rules.
 *
 * @param lock record lock of the share group
 * @param heartbeat how often a computing attempt speaks
 * @param deadLimit dead attempts of one run that end it
 * @param transientRetries retries after the store, the broker or the database was away
 * @param resourceRetries retries after memory or disk ran out
 * @param internalRetries retries after a defect
 * @param idleHandBackLimit hand-backs in a row without a single step that end a run
 * @param backoff first wait before a retry; doubles up to {@code maxBackoff}
 * @param firstBatch inference batch that is halved when memory first runs out
 */
public record Policy(
        Duration lock,
        Duration heartbeat,
        int deadLimit,
        int transientRetries,
        int resourceRetries,
        int internalRetries,
        int idleHandBackLimit,
        Duration backoff,
        Duration maxBackoff,
        int firstBatch) {
    private static final int SILENT_LOCKS = 3;
    private static final int SECOND_HEARTBEATS = 2;
    private static final int AVOIDANCES = 4;

    /** As an installation runs by default. */
    public static final Policy DEFAULT = new Policy(
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            3,
            60,
            1,
            2,
            20,
            Duration.ofSeconds(2),
            Duration.ofMinutes(5),
            32);

    public Policy {
        if (heartbeat.multipliedBy(SECOND_HEARTBEATS).compareTo(lock.multipliedBy(SILENT_LOCKS)) >= 0) {
            throw new IllegalArgumentException("two heartbeats must be shorter than three locks");
        }
    }

    /** How long a job may be silent before it is dispatched again: three locks. */
    public Duration silence() {
        return lock.multipliedBy(SILENT_LOCKS);
    }

    /** How long a second start waits for a sign of the first: two heartbeats. */
    public Duration patience() {
        return heartbeat.multipliedBy(SECOND_HEARTBEATS);
    }

    /** How often in a row a job may be left to others before it runs wherever it comes. */
    int avoidances() {
        return AVOIDANCES;
    }

    /** Retries after failures of this class. */
    public int retries(ErrorClass errorClass) {
        return switch (errorClass) {
            case USER -> 0;
            case TRANSIENT -> transientRetries;
            case RESOURCES -> resourceRetries;
            case INTERNAL -> internalRetries;
        };
    }

    /** Wait before retry {@code number}, counted from 1. */
    public Duration backoff(int number) {
        int doublings = Math.min(30, Math.max(0, number - 1));
        Duration wait = backoff.multipliedBy(1L << doublings);
        return wait.compareTo(maxBackoff) < 0 ? wait : maxBackoff;
    }
}
