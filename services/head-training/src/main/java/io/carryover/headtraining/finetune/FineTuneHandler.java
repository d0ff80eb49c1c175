/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining.finetune;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.FineTuneGrid;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.StepOutput.GridPoint;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.Score;
import io.carryover.headtraining.LogitsArtifact;
import io.carryover.protocols.calibration.Calibrations;
import io.carryover.protocols.calibration.LabelledLogits;
import io.carryover.protocols.linear.Labels;
import io.carryover.protocols.linear.ScoredLogits;
import io.carryover.storage.Blobs;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.LongStream;

/** The best point of the grid, trained anew on train+val and scored once on test. */
final class FineTuneHandler implements JobHandler<JobSpec.FineTune> {
    /** Seed of the bootstrap behind intervals that have no closed form. */
    private static final long BOOTSTRAP_SEED = 0;

    private final Blobs blobs;
    private final FineTuneRun.Worker worker;

    FineTuneHandler(Blobs blobs, FineTuneRun.Worker worker) {
        this.blobs = blobs;
        this.worker = worker;
    }

    @Override
    public Class<JobSpec.FineTune> type() {
        return JobSpec.FineTune.class;
    }

    @Override
    public StepResult run(JobSpec.FineTune spec, JobContext context) throws IOException {
        List<GridPoint> grid = new ArrayList<>();
        SequencedSet<String> warnings = new LinkedHashSet<>();
        for (JobKey job : spec.grid()) {
            StepOutput.FineTunePointScored scored = point(job, context);
            grid.add(scored.point());
            if (!scored.point().diverged()) {
                warnings.addAll(scored.warnings());
            }
        }
        GridPoint best = best(grid);
        warnings.addAll(edges(best, grid));
        var run = new FineTuneRun(blobs, worker, context);
        FineTuneRun.Trained trained = run.run(
                spec.setup(),
                new FineTuneGrid.Point(best.learningRate(), best.weightDecay(), best.augmented()),
                spec.seed(),
                List.of("train", "val"),
                "test");
        ScoredLogits test = trained.scored()
                .orElseThrow(() -> new CarryoverException(
                        ErrorCode.TRAINING_DIVERGED,
                        "learning rate %s with weight decay %s did best on val, and diverged on train+val at step %d"
                                .formatted(
                                        best.learningRate(),
                                        best.weightDecay(),
                                        trained.curve().steps())));
        var interval = test.interval(BOOTSTRAP_SEED);
        Score score = new Score(
                spec.setup().metric(),
                test.value(),
                "percent",
                true,
                test.size(),
                new Interval(interval.lo(), interval.hi(), interval.rule()),
                List.of(spec.seed()));
        ArtifactRef logits = LogitsArtifact.write(test.logits(), test.labels(), trained.images(), context);
        return StepResult.of(
                new StepOutput.FineTuned(
                        score, best, grid, List.copyOf(warnings), calibration(spec, grid.indexOf(best), test, context)),
                Map.of(LogitsArtifact.NAME, logits, "curve", run.curve(trained.curve())),
                spec.setup().variant(),
                worker.threads());
    }

    /**
     * {@code study}: temperatures on folds of the test split. {@code converged}: one temperature on val, by the network of the grid
     * that hasn't been trained on it.
     */
    private static Optional<StepOutput.Calibration> calibration(
            JobSpec.FineTune spec, int best, ScoredLogits test, JobContext context) throws IOException {
        if (!(test.labels() instanceof Labels.Single labels)) {
            return Optional.empty();
        }
        LabelledLogits onTest = LabelledLogits.of(test.logits(), labels.toArray());
        if (spec.setup().protocol().equals(ProtocolId.STUDY)) {
            return Optional.of(Calibrations.study(onTest));
        }
        JobKey job = spec.grid().get(best);
        ArtifactRef kept = context.input(job).artifacts().get(LogitsArtifact.NAME);
        if (kept == null) {
            throw new CarryoverException(ErrorCode.INPUT_LOST, "job %s kept no decision values".formatted(job));
        }
        try (SafetensorsFile file = SafetensorsFile.open(context.fetch(kept), ErrorCode.INPUT_LOST)) {
            int[] wanted = LongStream.of(file.tensor("labels").toLongs())
                    .mapToInt(Math::toIntExact)
                    .toArray();
            return Optional.of(Calibrations.fittedOn(
                    LabelledLogits.of(file.tensor("logits").toFloats(), wanted), onTest));
        }
    }

    private static StepOutput.FineTunePointScored point(JobKey job, JobContext context) {
        if (context.input(job).output() instanceof StepOutput.FineTunePointScored scored) {
            return scored;
        }
        throw new CarryoverException(ErrorCode.INCOMPLETE_GRID, "job %s is no point of a grid".formatted(job));
    }

    /** The first of the best, as the study's strict comparison takes it. */
    private static GridPoint best(List<GridPoint> grid) {
        GridPoint best = null;
        for (GridPoint point : grid) {
            if (!point.diverged() && (best == null || point.value() > best.value())) {
                best = point;
            }
        }
        if (best == null) {
            throw new CarryoverException(
                    ErrorCode.TRAINING_DIVERGED, "all %d points of the grid diverged".formatted(grid.size()));
        }
        return best;
    }

    /** A choice at the end of the learning rates says that the grid may be too narrow. */
    private static List<String> edges(GridPoint best, List<GridPoint> grid) {
        List<Double> rates =
                grid.stream().map(GridPoint::learningRate).distinct().sorted().toList();
        if (rates.size() > 1 && best.learningRate() == rates.getFirst()) {
            return List.of("the smallest learning rate of the grid was chosen");
        }
        if (rates.size() > 1 && best.learningRate() == rates.getLast()) {
            return List.of("the largest learning rate of the grid was chosen");
        }
        return List.of();
    }
}
