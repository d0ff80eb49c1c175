/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import io.carryover.contracts.job.StepOutput;
import java.util.List;
import java.util.Optional;

/** What outputs of different kinds have in common besides their score. */
public final class Outputs {
    private Outputs() {}

    /** What a reader of the number should know. */
    public static List<String> warnings(StepOutput output) {
        return switch (output) {
            case StepOutput.LinearScored linear -> linear.warnings();
            case StepOutput.FewShotScored fewShot -> fewShot.warnings();
            case StepOutput.FineTuned tuned -> tuned.warnings();
            case StepOutput.KnnScored knn -> knn.warnings();
            case StepOutput.LabelEfficiencyScored labels -> labels.warnings();
            case StepOutput.Slept _, StepOutput.CheckpointImported _, StepOutput.OnnxImported _ -> List.of();
            case StepOutput.DatasetImported _,
                    StepOutput.FeaturesReady _,
                    StepOutput.FineTunePointScored _,
                    StepOutput.Analysed _ -> List.of();
        };
    }

    /** Absent where images have several classes, and for tasks without one classifier. */
    public static Optional<StepOutput.Calibration> calibration(StepOutput output) {
        return switch (output) {
            case StepOutput.LinearScored linear -> linear.calibration();
            case StepOutput.FineTuned tuned -> tuned.calibration();
            case StepOutput.FewShotScored _,
                    StepOutput.KnnScored _,
                    StepOutput.LabelEfficiencyScored _,
                    StepOutput.FineTunePointScored _,
                    StepOutput.Slept _,
                    StepOutput.CheckpointImported _,
                    StepOutput.OnnxImported _,
                    StepOutput.DatasetImported _,
                    StepOutput.FeaturesReady _,
                    StepOutput.Analysed _ -> Optional.empty();
        };
    }
}
