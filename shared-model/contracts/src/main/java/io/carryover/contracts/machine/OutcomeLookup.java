/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import java.util.Optional;

/**
 * Reads {@code outcome.json} of a job: the attempt that it names, empty if there is none. Asked only before a job ends as
 * failed, when the sweeper looks at a failed one, and when bytes were lost.
 */
@FunctionalInterface
public interface OutcomeLookup {
    Optional<AttemptId> committed(JobKey job);
}
