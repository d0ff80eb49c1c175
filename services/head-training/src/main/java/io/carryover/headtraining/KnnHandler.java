/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.Score;
import io.carryover.protocols.knn.KnnResult;
import io.carryover.protocols.knn.KnnSettings;
import io.carryover.protocols.knn.WeightedKnn;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/** DINO's weighted nearest neighbours (ICCV 2021, section 4.1; eval_knn.py of its code): all k from one search. */
final class KnnHandler implements JobHandler<JobSpec.Knn> {
    private final int threads;

    /** @param threads CPU threads that share the images; the result doesn't depend on it */
    KnnHandler(int threads) {
        this.threads = threads;
    }

    @Override
    public Class<JobSpec.Knn> type() {
        return JobSpec.Knn.class;
    }

    @Override
    public StepResult run(JobSpec.Knn spec, JobContext context) throws IOException {
        LoadedFeatures train = LoadedFeatures.of(List.of(spec.train()), context);
        LoadedFeatures test = LoadedFeatures.of(List.of(spec.test()), context);
        int known = train.matrix().rows();
        List<Integer> possible =
                spec.neighbours().stream().filter(k -> k <= known).toList();
        if (possible.isEmpty()) {
            throw new CarryoverException(
                    ErrorCode.TOO_FEW_IMAGES,
                    "the fewest neighbours asked for are %d, there are %d training images"
                            .formatted(spec.neighbours().getFirst(), known));
        }
        KnnResult result;
        try {
            result = WeightedKnn.run(
                    train.matrix(),
                    train.labels().toArray(),
                    test.matrix(),
                    test.labels().toArray(),
                    new KnnSettings(possible, spec.temperature(), threads),
                    () -> {
                        context.alive();
                        return context.stopRequested();
                    });
        } catch (CancellationException stopped) {
            context.checkStop();
            throw stopped;
        }
        context.progress(result.images(), result.images(), "images");
        KnnResult.Value headline = result.headline();
        List<StepOutput.KnnValue> values = result.values().stream()
                .map(v -> new StepOutput.KnnValue(v.k(), v.top1(), interval(v)))
                .toList();
        Score score = new Score(
                "top1-k" + headline.k(),
                headline.top1(),
                "percent",
                true,
                result.images(),
                interval(headline),
                List.of());
        return StepResult.of(
                new StepOutput.KnnScored(score, spec.temperature(), values, warnings(spec, known)),
                Map.of("predictions", predictions(result, test, context)),
                spec.variant(),
                threads);
    }

    private static List<String> warnings(JobSpec.Knn spec, int known) {
        List<Integer> leftOut =
                spec.neighbours().stream().filter(k -> k > known).toList();
        return leftOut.isEmpty()
                ? List.of()
                : List.of("k %s left out: there are %d training images"
                        .formatted(leftOut.stream().map(String::valueOf).collect(Collectors.joining(", ")), known));
    }

    private static Interval interval(KnnResult.Value value) {
        return new Interval(
                value.interval().lo(), value.interval().hi(), value.interval().rule());
    }

    /**
     * {@code predictions} I64 [N], the classes for the headline's k, and {@code predictions_k<k>} for each other k;
     * {@code labels} I64 [N] of the test split, image ids in metadata key {@code images}.
     */
    private static ArtifactRef predictions(KnnResult result, LoadedFeatures test, JobContext context)
            throws IOException {
        var columns = new TreeMap<String, long[]>();
        long[] labels = new long[result.images()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = test.labels().at(i);
        }
        columns.put("labels", labels);
        for (int v = 0; v < result.values().size(); v++) {
            long[] predicted = new long[result.images()];
            for (int i = 0; i < predicted.length; i++) {
                predicted[i] = result.predicted(v, i);
            }
            KnnResult.Value value = result.values().get(v);
            columns.put(value.equals(result.headline()) ? "predictions" : "predictions_k" + value.k(), predicted);
        }
        Path file = context.scratch().resolve("predictions.safetensors");
        SafetensorsWriter.Declaration declared = SafetensorsWriter.declare();
        columns.forEach((name, column) -> declared.tensor(name, Dtype.I64, column.length));
        try (SafetensorsWriter writer =
                declared.metadata("images", Json.text(test.imageIds())).create(file)) {
            for (var column : columns.entrySet()) {
                writer.write(column.getKey(), column.getValue(), 0, column.getValue().length);
            }
            writer.finish();
        }
        return context.write(file, ArtifactRef.SAFETENSORS);
    }
}
