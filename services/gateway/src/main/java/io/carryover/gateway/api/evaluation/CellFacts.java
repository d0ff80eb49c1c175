/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.result.ResultKey;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.ResultRecord.BackboneFacts;
import io.carryover.contracts.result.ResultRecord.DatasetFacts;
import java.util.Optional;

/** What a cell's result will say besides its number: kept from planning on, whatever happens to the registrations. */
record CellFacts(ResultKey key, BackboneFacts backbone, DatasetFacts dataset) {
    /** The result, where the outcome holds a number. Equal outcomes give equal records. */
    Optional<ResultRecord> record(JobKey job, Outcome outcome, Optional<Provenance> features, int revision) {
        return outcome.output()
                .scored()
                .map(score -> new ResultRecord(
                        ResultRecord.VERSION,
                        withMetric(score.metric()),
                        revision,
                        backbone,
                        dataset,
                        job,
                        Optional.of(outcome.output()),
                        outcome.artifacts(),
                        outcome.provenance(),
                        features,
                        outcome.provenance()
                                .startedAt()
                                .plus(outcome.provenance().took())));
    }

    /** The worker names the metric that it computed; the plan only says which one it asked for. */
    private ResultKey withMetric(String metric) {
        return new ResultKey(
                key.tenant(),
                key.backbone(),
                key.dataset(),
                key.task(),
                metric,
                key.protocol(),
                key.grid(),
                key.seed(),
                key.variant());
    }
}
