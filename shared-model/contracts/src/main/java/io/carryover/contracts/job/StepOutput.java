/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.carryover.contracts.id.Sha256;
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
})
public sealed interface StepOutput {
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
    record LinearScored(Score score, double bestC, List<SweepPoint> sweep, List<String> warnings)
            implements StepOutput {}

    /** One value of C: validation metric in percent; objective = C·ΣCE + ½‖W‖² on the training split. */
    record SweepPoint(double c, double value, double objective, int iterations) {}

    /** Of {@link JobSpec.FewShot}. */
    record FewShotScored(Score score, int episodes, List<String> warnings) implements StepOutput {}
}
