/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.Outcome;
import java.util.Optional;

/** The object store as the gateway needs it: it decides which outcome of a job counts. */
public interface Outcomes {
    /**
     * The committed outcome of a job, empty if there is none.
     *
     * @throws io.carryover.contracts.error.CarryoverException STORE_UNAVAILABLE; ask again
     */
    Optional<Outcome> find(JobKey job);

    /** Whether every artifact that the outcome names is there; their bytes aren't read. */
    boolean intact(Outcome outcome);

    /** Takes the outcome of this attempt out of the way; does nothing when it is gone already. */
    void quarantine(JobKey job, AttemptId attempt);

    /**
     * The log of a failed attempt; empty where it was collected.
     *
     * @throws io.carryover.contracts.error.CarryoverException STORE_UNAVAILABLE; ask again
     */
    Optional<String> log(Sha256 log);
}
