/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.DatasetManifest;
import io.carryover.contracts.vision.DatasetManifest.Split;
import io.carryover.featureextraction.features.FeatureShards;
import io.carryover.storage.Blobs;
import io.carryover.storage.npy.NpyFile;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.storage.safetensors.TensorView;
import io.carryover.vision.dataset.SplitLabels;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes features that a client computed elsewhere for one split of a dataset: safetensors with {@code features} F32
 * [N,D], and, if it has them, {@code labels} [N] or [N,K] and image ids in metadata key {@code images}; or .npy [N,D] in the
 * split's order. What it says of labels and ids must be what the dataset says.
 */
public final class FeaturesImport implements JobHandler<JobSpec.ImportFeatures> {
    private static final int ROWS_AT_ONCE = 1024;

    private final Sources sources;
    private final Blobs blobs;

    public FeaturesImport(Sources sources, Blobs blobs) {
        this.sources = sources;
        this.blobs = blobs;
    }

    @Override
    public Class<JobSpec.ImportFeatures> type() {
        return JobSpec.ImportFeatures.class;
    }

    @Override
    public StepResult run(JobSpec.ImportFeatures spec, JobContext context) throws IOException {
        DatasetManifest manifest = blobs.manifest(spec.dataset());
        Split split = Optional.ofNullable(manifest.splits().get(spec.split()))
                .orElseThrow(() -> wrong("the dataset has no split " + spec.split()));
        Path file = sources.open(spec.source(), context.scratch(), ErrorCode.INVALID_FEATURES);
        try (SafetensorsFile index = SafetensorsFile.open(context.fetch(split.index()), ErrorCode.INPUT_LOST)) {
            SplitLabels labels = SplitLabels.read(index.tensor("labels"), ErrorCode.INPUT_LOST);
            List<String> ids = ids(index.metadata().getOrDefault("images", "[]"));
            if (String.valueOf(file.getFileName()).endsWith(".npy")) {
                try (NpyFile npy = NpyFile.open(file, ErrorCode.INVALID_FEATURES)) {
                    return keep(npy.tensor(), labels, ids, manifest, spec, context);
                }
            }
            try (SafetensorsFile given = SafetensorsFile.open(file, ErrorCode.INVALID_FEATURES)) {
                checkClaims(given, labels, ids, spec.split());
                return keep(given.tensor("features"), labels, ids, manifest, spec, context);
            }
        }
    }

    private static void checkClaims(SafetensorsFile given, SplitLabels labels, List<String> ids, String split) {
        given.find("labels").ifPresent(tensor -> {
            if (!SplitLabels.read(tensor, ErrorCode.INVALID_FEATURES).same(labels)) {
                throw wrong("its labels are not those of split %s, in order".formatted(split));
            }
        });
        Optional.ofNullable(given.metadata().get("images")).ifPresent(text -> {
            if (!ids(text).equals(ids)) {
                throw wrong("its image ids are not those of split %s, in order (the first is '%s')"
                        .formatted(split, ids.isEmpty() ? "" : ids.getFirst()));
            }
        });
    }

    private static StepResult keep(
            TensorView features,
            SplitLabels labels,
            List<String> ids,
            DatasetManifest manifest,
            JobSpec.ImportFeatures spec,
            JobContext context)
            throws IOException {
        if (features.shape().size() != 2
                || features.shape().get(0) != labels.size()
                || features.shape().get(1) < 1) {
            throw wrong("features have shape %s, split %s has %d images"
                    .formatted(features.shape(), spec.split(), labels.size()));
        }
        int dimension = Math.toIntExact(features.shape().get(1));
        try (var shards = new FeatureShards(context, labels, dimension, ids::get)) {
            float[] rows = new float[ROWS_AT_ONCE * dimension];
            for (int first = 0; first < labels.size(); first += ROWS_AT_ONCE) {
                int count = Math.min(ROWS_AT_ONCE, labels.size() - first);
                features.copyFloats((long) first * dimension, rows, 0, count * dimension);
                checkFinite(rows, count * dimension, first, dimension);
                shards.append(rows, count);
                context.progress(first + count, labels.size(), "images");
                context.checkStop();
            }
            return StepResult.of(
                    new StepOutput.FeaturesReady(
                            labels.size(), dimension, manifest.classes().size(), shards.finish(), 0),
                    Map.of(),
                    Variant.HEADS_CPU,
                    1);
        }
    }

    private static void checkFinite(float[] values, int count, int firstRow, int dimension) {
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(values[i])) {
                throw wrong("row %d holds a value that is not finite".formatted(firstRow + i / dimension));
            }
        }
    }

    private static List<String> ids(String json) {
        try {
            return Json.mapper().readValue(json, new TypeReference<List<String>>() {});
        } catch (JsonProcessingException e) {
            throw wrong("metadata key images is not a JSON array of texts");
        }
    }

    private static CarryoverException wrong(String why) {
        return new CarryoverException(ErrorCode.INVALID_FEATURES, why);
    }
}
