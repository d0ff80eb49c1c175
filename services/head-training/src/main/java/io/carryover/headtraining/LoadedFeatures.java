/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import com.fasterxml.jackson.core.type.TypeReference;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.json.Json;
import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.linear.LabelledFeatures;
import io.carryover.protocols.linear.Labels;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.storage.safetensors.TensorView;
import io.carryover.worker.JobContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The features of one or more splits in memory, in the splits' order.
 *
 * @param imageIds one per row
 */
record LoadedFeatures(FeatureMatrix matrix, Labels anyLabels, List<String> imageIds) {
    /**
     * One class per image.
     *
     * @throws CarryoverException INVALID_FEATURES where images may show several
     */
    Labels.Single labels() {
        return switch (anyLabels) {
            case Labels.Single single -> single;
            case Labels.Multi _ ->
                throw new CarryoverException(
                        ErrorCode.INVALID_FEATURES, "this task needs one class per image: these may show several");
        };
    }

    /** Rows of all splits that {@code producers} extracted, one after another. */
    static LoadedFeatures of(List<JobKey> producers, JobContext context) throws IOException {
        List<StepOutput.FeaturesReady> ready = new ArrayList<>();
        int rows = 0;
        int dimension = -1;
        for (JobKey producer : producers) {
            StepOutput.FeaturesReady split = features(context.input(producer));
            if (dimension >= 0 && split.dimension() != dimension) {
                throw new CarryoverException(
                        ErrorCode.INVALID_FEATURES,
                        "splits have features of dimension %d and %d".formatted(dimension, split.dimension()));
            }
            dimension = split.dimension();
            rows = Math.addExact(rows, split.images());
            ready.add(split);
        }
        float[] values = new float[Math.multiplyExact(rows, Math.max(dimension, 0))];
        LabelRows labels = new LabelRows(rows);
        List<String> ids = new ArrayList<>(rows);
        int row = 0;
        for (StepOutput.FeaturesReady split : ready) {
            for (ArtifactRef shard : split.shards()) {
                context.checkStop();
                row += read(shard, context, values, labels, row, dimension, ids);
                context.alive();
            }
        }
        if (row != rows || ids.size() != rows) {
            throw new CarryoverException(
                    ErrorCode.INPUT_LOST, "features of %d images where %d are promised".formatted(row, rows));
        }
        return new LoadedFeatures(FeatureMatrix.of(values, rows, dimension), labels.labels(), List.copyOf(ids));
    }

    /** Features with their labels, as the linear probe takes them. */
    LabelledFeatures labelled() {
        return new LabelledFeatures(matrix, anyLabels);
    }

    private static StepOutput.FeaturesReady features(Outcome outcome) {
        if (outcome.output() instanceof StepOutput.FeaturesReady ready) {
            return ready;
        }
        throw new CarryoverException(ErrorCode.INTERNAL, "job %s made no features".formatted(outcome.job()));
    }

    private static int read(
            ArtifactRef shard,
            JobContext context,
            float[] values,
            LabelRows labels,
            int row,
            int dimension,
            List<String> ids)
            throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(context.fetch(shard), ErrorCode.INPUT_LOST)) {
            TensorView features = file.tensor("features");
            TensorView marks = file.tensor("labels");
            List<String> images = Json.mapper()
                    .readValue(file.metadata().getOrDefault("images", "[]"), new TypeReference<List<String>>() {});
            int count = LabelRows.count(marks);
            boolean fits = features.shape().equals(List.of((long) count, (long) dimension))
                    && images.size() == count
                    && count <= labels.rows() - row;
            if (!fits) {
                throw new CarryoverException(
                        ErrorCode.INPUT_LOST,
                        "shard %s holds %s with %d labels and %d image ids: not the features of dimension %d that are promised"
                                .formatted(
                                        shard.sha256().brief(),
                                        features.info().describe(),
                                        count,
                                        images.size(),
                                        dimension));
            }
            features.copyFloats(0, values, row * dimension, count * dimension);
            labels.put(row, marks);
            for (int i = 0; i < count; i++) {
                refuseNotFinite(values, row + i, dimension, images.get(i));
            }
            ids.addAll(images);
            return count;
        }
    }

    private static void refuseNotFinite(float[] values, int row, int dimension, String image) {
        for (int j = 0; j < dimension; j++) {
            float value = values[row * dimension + j];
            if (!Float.isFinite(value)) {
                throw new CarryoverException(
                        ErrorCode.DEGENERATE_FEATURES, "feature %d of image '%s' is %s".formatted(j, image, value));
            }
        }
    }
}
