/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.Score;
import io.carryover.protocols.fewshot.FewShot;
import io.carryover.protocols.fewshot.FewShotResult;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** Nearest centroid over episodes (paper 4.2, A.3; few_shot.py of its code), on the union of the splits. */
final class FewShotHandler implements JobHandler<JobSpec.FewShot> {
    private final int threads;

    /** @param threads CPU threads that share the episodes; the result doesn't depend on it */
    FewShotHandler(int threads) {
        this.threads = threads;
    }

    @Override
    public Class<JobSpec.FewShot> type() {
        return JobSpec.FewShot.class;
    }

    @Override
    public StepResult run(JobSpec.FewShot spec, JobContext context) throws IOException {
        LoadedFeatures pool = LoadedFeatures.of(spec.pool(), context);
        FewShotResult result;
        try {
            result = FewShot.run(
                    pool.matrix(),
                    pool.labels().toArray(),
                    new FewShot.Settings(
                            spec.ways(), spec.shots(), spec.queries(), spec.episodes(), spec.seed(), threads),
                    () -> {
                        context.alive();
                        return context.stopRequested();
                    });
        } catch (CancellationException stopped) {
            context.checkStop();
            throw stopped;
        }
        context.progress(result.episodes(), spec.episodes(), "episodes");
        Score score = new Score(
                "accuracy",
                result.accuracy(),
                "percent",
                true,
                result.episodes(),
                new Interval(result.accuracy() - result.ci95(), result.accuracy() + result.ci95(), "episodes"),
                List.of(spec.seed()));
        List<String> warnings = result.classesLeftOut() == 0
                ? List.of()
                : List.of("%d classes with a single image were left out".formatted(result.classesLeftOut()));
        return StepResult.of(
                new StepOutput.FewShotScored(score, result.episodes(), warnings),
                Map.of("accuracies", accuracies(result, context)),
                spec.variant(),
                threads);
    }

    /** {@code accuracies} F64 [episodes], percent, in the order of the episodes. */
    private static ArtifactRef accuracies(FewShotResult result, JobContext context) throws IOException {
        double[] accuracies = result.accuracies();
        Path file = context.scratch().resolve("accuracies.safetensors");
        try (SafetensorsWriter writer = SafetensorsWriter.declare()
                .tensor("accuracies", Dtype.F64, accuracies.length)
                .create(file)) {
            writer.write("accuracies", accuracies, 0, accuracies.length);
            writer.finish();
        }
        return context.write(file, ArtifactRef.SAFETENSORS);
    }
}
