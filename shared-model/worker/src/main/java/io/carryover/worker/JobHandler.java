/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.job.JobSpec;

/** Computes one type of job. One instance serves all jobs of the process, one at a time. */
public interface JobHandler<S extends JobSpec> {
    /** The specifications that it understands. */
    Class<S> type();

    /**
     * Computes the job. Bytes go to the store through the context; what is returned becomes the outcome. Call
     * {@link JobContext#progress} and {@link JobContext#checkStop} at each step: a job whose progress stands still is
     * taken for hung, one that doesn't stop when told so ends with its process.
     *
     * @throws io.carryover.contracts.error.CarryoverException with a code that says whether another try can help
     * @throws Exception anything else counts as a defect
     */
    StepResult run(S spec, JobContext context) throws Exception;
}
