/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;

/** What can happen to a job. Each is idempotent: the same input a second time changes nothing more. */
public sealed interface Input {
    /**
     * An evaluation wishes for it. Opens the next run of a job that failed (not for a USER error), was cancelled or
     * skipped.
     *
     * @param unfinished its inputs that have not succeeded, for which a new run waits
     */
    record Wanted(EvaluationId evaluation, SortedSet<JobKey> unfinished) implements Input {
        public Wanted {
            unfinished = Sets.frozen(unfinished);
        }
    }

    /** An evaluation that wished for it was cancelled. */
    record Unwanted(EvaluationId evaluation) implements Input {}

    /** An input has succeeded. */
    record InputSucceeded(JobKey input) implements Input {}

    /** An input has failed for good, or was skipped. */
    record InputFailed(JobKey input) implements Input {}

    /** An input's bytes were lost: it is made again, and this job waits unless it is on its way already. */
    record InputReopened(JobKey input) implements Input {}

    /** Its turn has come: goes to Kafka under this new identity. */
    record Release(DispatchId dispatch) implements Input {}

    /** A worker said something; {@code at} is the broker's time of the record. */
    record Said(WorkerEvent.OfJob event, Instant at) implements Input {}

    /** The broker gave up on a record; {@code at} is the broker's time of the dead letter. */
    record DeadLettered(int run, DispatchId dispatch, Instant at) implements Input {}

    /**
     * The sweeper looked at it.
     *
     * @param caughtUp whether this gateway has read events and dead letters up to the ends it saw when the sweep began
     * @param idleSince since when some live worker of the job's queue has been idle without a break; empty when all are
     *     busy or none is there
     */
    record Swept(boolean caughtUp, Optional<Instant> idleSince) implements Input {}

    /** An object that this succeeded job made is missing or corrupt. */
    record OutcomeLost() implements Input {}

    /**
     * An operator wants a succeeded job to be computed again: its outcome is taken away, and the next one is written as results
     * once more.
     *
     * @param unfinished its inputs that have not succeeded, for which the run waits
     */
    record Rerun(SortedSet<JobKey> unfinished) implements Input {
        public Rerun {
            unfinished = Sets.frozen(unfinished);
        }
    }

    /** Garbage collection found this outcome in the store, and nobody that needs it. */
    record Collected(AttemptId outcome) implements Input {}
}
