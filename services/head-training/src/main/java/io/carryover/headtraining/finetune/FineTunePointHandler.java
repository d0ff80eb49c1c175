/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining.finetune;

import io.carryover.contracts.job.FineTuneGrid;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.StepOutput;
import io.carryover.headtraining.LogitsArtifact;
import io.carryover.protocols.linear.ScoredLogits;
import io.carryover.storage.Blobs;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One point of the grid: trained on train, scored on val. That it diverged is an answer too. */
final class FineTunePointHandler implements JobHandler<JobSpec.FineTunePoint> {
    private static final long SEED = 0;

    private final Blobs blobs;
    private final FineTuneRun.Worker worker;

    FineTunePointHandler(Blobs blobs, FineTuneRun.Worker worker) {
        this.blobs = blobs;
        this.worker = worker;
    }

    @Override
    public Class<JobSpec.FineTunePoint> type() {
        return JobSpec.FineTunePoint.class;
    }

    @Override
    public StepResult run(JobSpec.FineTunePoint spec, JobContext context) throws IOException {
        var run = new FineTuneRun(blobs, worker, context);
        FineTuneRun.Trained trained = run.run(spec.setup(), spec.point(), SEED, List.of("train"), "val");
        Optional<ScoredLogits> scored = trained.scored();
        FineTuneGrid.Point point = spec.point();
        List<String> warnings = scored.isPresent()
                ? scored.get().warnings("validation")
                : List.of("diverged at step %d of %d"
                        .formatted(trained.curve().steps(), spec.setup().steps()));
        var artifacts = new TreeMap<>(Map.of("curve", run.curve(trained.curve())));
        if (scored.isPresent()) {
            artifacts.put(
                    LogitsArtifact.NAME,
                    LogitsArtifact.write(scored.get().logits(), scored.get().labels(), trained.images(), context));
        }
        return StepResult.of(
                new StepOutput.FineTunePointScored(
                        new StepOutput.GridPoint(
                                point.learningRate(),
                                point.weightDecay(),
                                point.augmented(),
                                scored.map(ScoredLogits::value).orElse(0.0),
                                scored.isEmpty()),
                        warnings),
                artifacts,
                spec.setup().variant(),
                worker.threads());
    }
}
