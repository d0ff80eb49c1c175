/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import io.carryover.contracts.api.JobView;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What planner and API ask of the job tables. Changes join the transaction of the caller, or make one of their own.
 * Registrations want jobs too: they use an {@link EvaluationId} of their own making.
 */
public interface Jobs {
    /**
     * Adds this evaluation to those that want the job; makes the job when it is new. Inputs must have been wanted
     * before. A failed or cancelled job gets its next run, except after a {@code USER} error: the same inputs would
     * fail again. A succeeded one is just returned; the observers are not called for it.
     */
    JobRef want(TenantId tenant, EvaluationId evaluation, WantedJob wanted);

    /** Removes the wishes of this evaluation; jobs that nobody wants any more are cancelled. */
    void unwant(EvaluationId evaluation);

    /** Opens the next run of a failed, skipped or cancelled job that is still wanted; else returns it as it is. */
    JobRef retry(JobKey job);

    /**
     * Opens the next run of a succeeded job, whose outcome is taken away; else returns it as it is.
     *
     * @param revision that results of the new outcome have at least; it is higher than before in any case
     * @throws io.carryover.contracts.error.CarryoverException CANNOT_RUN_AGAIN unless it has succeeded and somebody wants it
     */
    JobRef rerun(JobKey job, int revision);

    /** Of the results that come of its outcome: 1 until it is run again on purpose. */
    int revision(JobKey job);

    /** The job with its story. */
    Optional<JobView> find(JobKey job);

    /** Where the job stands. */
    Optional<JobRef> state(JobKey job);

    /** The committed outcome of a succeeded job. */
    Optional<Outcome> outcome(JobKey job);

    /** Whether an evaluation of this tenant wants or wanted the job: what a tenant may look at. */
    boolean knownTo(TenantId tenant, JobKey job);

    /** All jobs that the evaluation wants, inputs before dependents. */
    List<JobSummary> ofEvaluation(EvaluationId evaluation);

    /**
     * Jobs that any of these wants or wanted, in the order of their first wishes: inputs before dependents.
     *
     * @param after position of the last one that was seen, 0 from the start
     */
    List<JobEntry> page(Collection<EvaluationId> wishers, JobFilter filter, long after, int limit);

    /** How many jobs any of these wants or wanted, by step and state; steps in the order of their first wishes. */
    List<JobCount> count(Collection<EvaluationId> wishers);

    /** What a failed attempt of the job logged, with its stack trace; empty where the job's story names no such log. */
    Optional<String> log(JobKey job, Sha256 log);
}
