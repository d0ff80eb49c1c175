/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.Score;
import io.carryover.contracts.vision.CheckpointReport;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.contracts.vision.DatasetManifest.Traits;
import io.carryover.contracts.vision.OnnxReport;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The part of an outcome that the gateway and the board read; the bytes are artifacts. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StepOutput.Slept.class, name = "slept"),
    @JsonSubTypes.Type(value = StepOutput.CheckpointImported.class, name = "checkpoint-imported"),
    @JsonSubTypes.Type(value = StepOutput.OnnxImported.class, name = "onnx-imported"),
    @JsonSubTypes.Type(value = StepOutput.DatasetImported.class, name = "dataset-imported"),
    @JsonSubTypes.Type(value = StepOutput.FeaturesReady.class, name = "features-ready"),
    @JsonSubTypes.Type(value = StepOutput.LinearScored.class, name = "linear-scored"),
    @JsonSubTypes.Type(value = StepOutput.FewShotScored.class, name = "few-shot-scored"),
    @JsonSubTypes.Type(value = StepOutput.KnnScored.class, name = "knn-scored"),
    @JsonSubTypes.Type(value = StepOutput.LabelEfficiencyScored.class, name = "label-efficiency-scored"),
    @JsonSubTypes.Type(value = StepOutput.FineTunePointScored.class, name = "finetune-point-scored"),
    @JsonSubTypes.Type(value = StepOutput.FineTuned.class, name = "finetuned"),
    @JsonSubTypes.Type(value = StepOutput.Analysed.class, name = "analysed"),
})
public sealed interface StepOutput {
    /** The number that a board shows; nothing where the step made none. */
    default Optional<Score> scored() {
        return switch (this) {
            case LinearScored linear -> Optional.of(linear.score());
            case FewShotScored fewShot -> Optional.of(fewShot.score());
            case FineTuned tuned -> Optional.of(tuned.score());
            case KnnScored knn -> Optional.of(knn.score());
            case LabelEfficiencyScored labels -> Optional.of(labels.score());
            case Slept _,
                    FineTunePointScored _,
                    OnnxImported _,
                    CheckpointImported _,
                    DatasetImported _,
                    FeaturesReady _,
                    Analysed _ -> Optional.empty();
        };
    }

    /** Of {@link JobSpec.Sleep}. {@code resumedFrom} is the checkpointed step that it went on from. */
    record Slept(int steps, int resumedFrom) implements StepOutput {}

    /** Of {@link JobSpec.ImportCheckpoint}: the tensors are the blob {@code report.tensorsSha256()}. */
    record CheckpointImported(CheckpointReport report) implements StepOutput {}

    /** Of {@link JobSpec.ImportOnnx}: the file and its external data are the blobs that the report names. */
    record OnnxImported(OnnxReport report) implements StepOutput {}

    /**
     * Of {@link JobSpec.ImportDataset}: the manifest is the blob {@code manifest}.
     *
     * @param images images by split, without those that were left out
     * @param skipped images that were left out since they can't be read, over all splits
     * @param traits as in the manifest
     * @param attribution what is known of a dataset in an official layout
     */
    record DatasetImported(
            Sha256 manifest,
            List<String> classes,
            SortedMap<String, Integer> images,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int skipped,
            Optional<Traits> traits,
            Optional<Attribution> attribution)
            implements StepOutput {
        /** One label per image, splits as given, of unknown origin. */
        public DatasetImported(Sha256 manifest, List<String> classes, SortedMap<String, Integer> images, int skipped) {
            this(manifest, classes, images, skipped, Optional.empty(), Optional.empty());
        }

        /** Nothing was left out. */
        public DatasetImported(Sha256 manifest, List<String> classes, SortedMap<String, Integer> images) {
            this(manifest, classes, images, 0);
        }
    }

    /**
     * Of {@link JobSpec.ExtractFeatures} and {@link JobSpec.ImportFeatures}. Each shard is safetensors with
     * {@code features} F32 [n,dimension] and {@code labels} I64 [n] (multi-label: U8 [n,classes], 0 absent, 1 present, 2
     * difficult), rows in the split's order, ids in metadata key {@code images}.
     */
    record FeaturesReady(int images, int dimension, int classes, List<ArtifactRef> shards, double imagesPerSecond)
            implements StepOutput {}

    /** Of {@link JobSpec.LinearProbe}. */
    record LinearScored(
            Score score, double bestC, List<SweepPoint> sweep, List<String> warnings, Optional<Calibration> calibration)
            implements StepOutput {
        /** Without calibration: several classes per image, or written before there was one. */
        public LinearScored(Score score, double bestC, List<SweepPoint> sweep, List<String> warnings) {
            this(score, bestC, sweep, warnings, Optional.empty());
        }
    }

    /** One value of C: validation metric in percent; objective = C·ΣCE + ½‖W‖² on the training split. */
    record SweepPoint(double c, double value, double objective, int iterations) {}

    /**
     * Whether confidences of test images say how often they are right (study 4.7).
     *
     * @param ece expected calibration error, percent
     * @param nll mean negative log-likelihood, nats
     * @param brier summed over classes, 0 to 2
     * @param bins of the reliability curve, before scaling
     * @param scaled absent where there are too few images to fit a temperature
     */
    record Calibration(
            double ece, double nll, double brier, List<ReliabilityBin> bins, Optional<ScaledCalibration> scaled) {}

    /**
     * Images whose confidence is above {@code lo} and at most {@code hi}; {@code confidence} (mean) and {@code accuracy} in
     * percent, 0 where there is none.
     */
    record ReliabilityBin(double lo, double hi, int images, double confidence, double accuracy) {}

    /** After temperature scaling; {@code tunedOnTest} where temperatures were fitted on parts of what is scored. */
    record ScaledCalibration(List<Double> temperatures, double ece, double nll, double brier, boolean tunedOnTest) {}

    /** Of {@link JobSpec.FewShot}. */
    record FewShotScored(Score score, int episodes, List<String> warnings) implements StepOutput {}

    /**
     * Of {@link JobSpec.Knn}. The score is that of k 20, or of the largest k where the training split hasn't so many images.
     *
     * @param values for each k that the training split gives
     */
    record KnnScored(Score score, double temperature, List<KnnValue> values, List<String> warnings)
            implements StepOutput {}

    /** Top-1 with k neighbours, percent. */
    record KnnValue(int k, double value, Interval ci95) {}

    /**
     * Of {@link JobSpec.LabelEfficiency}. The score is that of 10 labels per class, or of the largest number that there is.
     *
     * @param curve by labels per class, ascending
     */
    record LabelEfficiencyScored(Score score, List<LabelPoint> curve, List<String> warnings) implements StepOutput {}

    /**
     * One number of labels per class.
     *
     * @param mean over subsets, percent
     * @param sd of the sample of subsets, percent
     * @param values of each subset, percent
     * @param chosenC of each subset
     */
    record LabelPoint(int labels, double mean, double sd, List<Double> values, List<Double> chosenC) {}

    /** Of {@link JobSpec.FineTunePoint}; loss by step is the artifact {@code curve}, decision values on val are {@code logits}. */
    record FineTunePointScored(GridPoint point, List<String> warnings) implements StepOutput {}

    /**
     * Of {@link JobSpec.FineTune}: {@code best} stands in {@code grid}, which is in the order of its jobs.
     *
     * @param calibration absent where images have several classes
     */
    record FineTuned(
            Score score, GridPoint best, List<GridPoint> grid, List<String> warnings, Optional<Calibration> calibration)
            implements StepOutput {}

    /**
     * A point of a fine-tune's grid.
     *
     * @param value validation metric in percent; 0 where it diverged
     * @param diverged whether its loss became something else than a number
     */
    record GridPoint(double learningRate, double weightDecay, boolean augmented, double value, boolean diverged) {}

    /**
     * Of {@link JobSpec.Analysis}: the documents are the artifacts {@code correlations} and {@code ranking}; the latter is
     * absent where the table can't be ranked, and a warning says why.
     *
     * @param panels that were held against the reference
     * @param strongest Pearson's r that is farthest from 0; absent where no panel has one
     * @param settings that were ranked
     */
    record Analysed(int models, int panels, Optional<Strongest> strongest, List<String> settings, List<String> warnings)
            implements StepOutput {}

    /** Pearson's r of one panel, named {@code task:dataset:metric:protocol}. */
    record Strongest(String panel, double r, Interval ci95) {}
}
