/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.result.ResultKey;
import io.carryover.gateway.core.WantedJob;
import java.util.List;
import java.util.Optional;

/**
 * The jobs of one cell.
 *
 * @param jobs inputs before dependents
 * @param head the job whose success is the cell's number
 * @param features the job whose provenance stands for the features below it: the test split's; absent where a client
 *     supplied them
 * @param key which number it is; absent for {@code sleep}, of which no number comes
 */
public record CellPlan(List<WantedJob> jobs, JobKey head, Optional<JobKey> features, Optional<ResultKey> key) {
    public CellPlan {
        jobs = List.copyOf(jobs);
    }
}
