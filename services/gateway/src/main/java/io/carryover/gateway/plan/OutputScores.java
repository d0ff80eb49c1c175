/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.result.Score;
import java.util.Optional;

/** Which outputs are numbers. */
public final class OutputScores {
    private OutputScores() {}

    /** The number, where it is one. */
    public static Optional<Score> of(StepOutput output) {
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
                    StepOutput.FeaturesReady _,
                    StepOutput.Analysed _ -> Optional.empty();
        };
    }
}
