/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent.Progress;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.Outcome;

/**
 * Is told when a job ends or is opened again: a CDI bean, called within the transaction that changes the job, which
 * rolls back with it when this throws. May be told the same twice (a success after a failure, a re-run).
 */
public interface JobObserver {
    /** @param tenant the one that first wanted the job */
    void onSucceeded(JobKey job, Outcome outcome, TenantId tenant);

    /** The job failed for good. */
    void onFailed(JobKey job, ErrorCode code, String message);

    /** Nobody wanted it any more. */
    void onCancelled(JobKey job);

    /** It will not run, because {@code because} failed or was itself skipped. */
    void onSkipped(JobKey job, JobKey because);

    /** An ended job runs again or may: its next run was opened, or its failed input succeeded late. */
    void onReopened(JobKey job);

    /** Newest progress of the running attempt, about once a second at most. */
    default void onProgress(JobKey job, Progress progress) {}
}
