/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.result.ResultKey;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.ResultRecord.BackboneFacts;
import io.carryover.contracts.result.ResultRecord.DatasetFacts;
import io.carryover.contracts.result.Score;
import java.util.Optional;

/** What a cell's result will say besides its number: kept from planning on, whatever happens to the registrations. */
record CellFacts(ResultKey key, BackboneFacts backbone, DatasetFacts dataset) {
    /** The result, where the outcome holds a number. Equal outcomes give equal records. */
    Optional<ResultRecord> record(JobKey job, Outcome outcome, Optional<Provenance> features) {
        return score(outcome.output())
                .map(score -> new ResultRecord(
                        ResultRecord.VERSION,
                        withMetric(score.metric()),
                        1,
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

    private static Optional<Score> score(StepOutput output) {
        return switch (output) {
            case StepOutput.LinearScored linear -> Optional.of(linear.score());
            case StepOutput.FewShotScored fewShot -> Optional.of(fewShot.score());
            case StepOutput.FineTuned tuned -> Optional.of(tuned.score());
            case StepOutput.KnnScored knn -> Optional.of(knn.score());
            case StepOutput.LabelEfficiencyScored labels -> Optional.of(labels.score());
            case StepOutput.Slept _,
                    StepOutput.FineTunePointScored _,
                    StepOutput.OnnxImported _,
                    StepOutput.CheckpointImported _,
                    StepOutput.DatasetImported _,
                    StepOutput.FeaturesReady _ -> Optional.empty();
        };
    }
}
