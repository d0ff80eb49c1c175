/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.id.JobKey;

/** Places where tests kill a worker. In production nothing happens there. */
@FunctionalInterface
public interface CrashPoints {
    /** Where a worker may die, in the order of a job's life. */
    enum Point {
        AFTER_TAKE,
        AFTER_STARTED,
        MID_COMPUTE,
        AFTER_SHARDS,
        AFTER_OUTCOME,
        AFTER_EVENT,
        BEFORE_ACK
    }

    /** Nobody dies. */
    CrashPoints NONE = (point, job) -> {};

    /** Called at each point of each job. */
    void reached(Point point, JobKey job);
}
