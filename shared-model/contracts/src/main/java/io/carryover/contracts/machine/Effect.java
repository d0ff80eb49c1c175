/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.WorkerId;
import java.util.Optional;
import java.util.OptionalInt;

/** What must follow a decision, in the same transaction (through the outbox) unless said otherwise. */
public sealed interface Effect {
    /** Put the job on its queue's topic. */
    record SendDispatch(DispatchId dispatch, int run, Optional<WorkerId> avoid, OptionalInt maxBatch)
            implements Effect {}

    /** Publish the whole control state of the job, in order per job. */
    record PublishControl(ControlState control) implements Effect {}

    /** Write the results that follow from the outcome of this attempt. Comes once in a job's life, and once more for each deliberate rerun. */
    record RecordSuccess(AttemptId outcome) implements Effect {}

    /** Give {@link Input.InputSucceeded} to every job that reads this one's outcome. */
    record WakeDependents() implements Effect {}

    /** Give {@link Input.InputFailed} to every job that reads this one's outcome. */
    record SkipDependents() implements Effect {}

    /** Give {@link Input.InputReopened} to every job that reads this one's outcome. */
    record ReopenDependents() implements Effect {}

    /** The job had been reported as ended otherwise: evaluations that want it are judged again and their clients told. */
    record ReopenEvaluations() implements Effect {}

    /**
     * Move {@code outcome.json}, which names this attempt, to quarantine: <b>before</b> the transaction commits. Once
     * moved, moving it again does nothing.
     */
    record QuarantineOutcome(AttemptId outcome) implements Effect {}

    /** A worker could not read an input: look at the outcomes it needs, and give {@link Input.OutcomeLost} to the lost. */
    record CheckInputs() implements Effect {}

    /** A line of the job's story, for people. */
    record Story(String what, Optional<WorkerId> worker, String detail) implements Effect {}
}
