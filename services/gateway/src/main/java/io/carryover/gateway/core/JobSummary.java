/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent.Progress;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Queue;
import java.util.Optional;

/**
 * A job in a list: everything but its story and its outcome.
 *
 * @param waitsFor why it waits, in words; empty where it doesn't
 * @param progress newest known of the running attempt, at most about a second old
 * @param failure why it failed, or for {@code SKIPPED} why its input did
 */
public record JobSummary(
        JobKey key,
        JobStatus state,
        int run,
        Queue queue,
        JobSpec spec,
        Optional<String> waitsFor,
        Optional<Progress> progress,
        Optional<Failure> failure) {
    /** Why a job failed: one line, naming the thing that is wrong. */
    public record Failure(ErrorCode code, String message) {}
}
