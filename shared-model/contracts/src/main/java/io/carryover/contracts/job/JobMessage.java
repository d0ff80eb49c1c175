/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.id.WorkerId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A job on its way to a worker: the value of a record on {@code carryover.jobs.<kind>.<device>}, keyed by the job key.
 *
 * @param evaluation one of the evaluations that want it, for logs only
 * @param avoid worker that should not take it again, where another is there
 * @param maxBatch upper bound of the inference batch after memory ran out
 */
public record JobMessage(
        int version,
        JobKey job,
        int run,
        DispatchId dispatch,
        TenantId tenant,
        Queue queue,
        JobSpec spec,
        EvaluationId evaluation,
        Instant releasedAt,
        Optional<WorkerId> avoid,
        OptionalInt maxBatch) {
    /** Newest version that this code writes and reads. */
    public static final int VERSION = 1;
}
