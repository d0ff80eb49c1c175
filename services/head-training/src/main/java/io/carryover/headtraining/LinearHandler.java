/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.Score;
import io.carryover.protocols.calibration.Calibrations;
import io.carryover.protocols.calibration.LabelledLogits;
import io.carryover.protocols.linear.LinearMetric;
import io.carryover.protocols.linear.LinearProbe;
import io.carryover.protocols.linear.LinearResult;
import io.carryover.protocols.linear.ProbeMonitor;
import io.carryover.protocols.linear.SweepPoint;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/** The linear probe (paper 4.1, A.2; linear.py of its code): 45 values of C, refit on train+val, one score on test. */
final class LinearHandler implements JobHandler<JobSpec.LinearProbe> {
    /** Seed of the bootstrap behind intervals that have no closed form; stands in the result. */
    static final long BOOTSTRAP_SEED = 0;

    private final int threads;

    /** @param threads CPU threads that share the arithmetic; the result doesn't depend on it */
    LinearHandler(int threads) {
        this.threads = threads;
    }

    @Override
    public Class<JobSpec.LinearProbe> type() {
        return JobSpec.LinearProbe.class;
    }

    @Override
    public StepResult run(JobSpec.LinearProbe spec, JobContext context) throws IOException {
        LinearMetric metric = Recipes.metric(spec.metric(), "linear");
        LoadedFeatures train = LoadedFeatures.of(List.of(spec.train()), context);
        LoadedFeatures val = LoadedFeatures.of(List.of(spec.val()), context);
        LoadedFeatures test = LoadedFeatures.of(List.of(spec.test()), context);
        LinearResult result;
        try {
            result = LinearProbe.run(
                    train.labelled(),
                    val.labelled(),
                    test.labelled(),
                    new LinearProbe.Settings(Recipes.protocol(spec.protocol(), "linear"), metric, threads),
                    new Monitor(context));
        } catch (CancellationException stopped) {
            context.checkStop();
            throw stopped;
        }
        var interval = result.testInterval(BOOTSTRAP_SEED);
        Score score = new Score(
                spec.metric(),
                result.testValue(),
                "percent",
                true,
                result.testSize(),
                new Interval(interval.lo(), interval.hi(), interval.rule()),
                metric == LinearMetric.TOP1 ? List.of() : List.of(BOOTSTRAP_SEED));
        List<StepOutput.SweepPoint> sweep = result.sweep().stream()
                .map(p -> new StepOutput.SweepPoint(p.c(), p.value(), p.objective(), p.iterations()))
                .toList();
        var artifacts = new TreeMap<>(Map.of(
                "logits", LogitsArtifact.write(result.testLogits(), test.anyLabels(), test.imageIds(), context)));
        boolean oneClassEach = metric != LinearMetric.MAP11;
        if (oneClassEach && spec.protocol().equals(ProtocolId.CONVERGED)) {
            artifacts.put(
                    "validation-logits",
                    LogitsArtifact.write(result.validationLogits(), val.anyLabels(), val.imageIds(), context));
        }
        return StepResult.of(
                new StepOutput.LinearScored(
                        score,
                        result.bestC(),
                        sweep,
                        result.warnings(),
                        oneClassEach ? Optional.of(calibration(spec, result, val, test)) : Optional.empty()),
                artifacts,
                spec.variant(),
                threads);
    }

    /**
     * {@code study}: temperatures on folds of the test split. {@code converged}: one temperature on validation images, by the
     * fit that hasn't seen them; it is that of the last fit as far as some more images change none.
     */
    private static StepOutput.Calibration calibration(
            JobSpec.LinearProbe spec, LinearResult result, LoadedFeatures val, LoadedFeatures test) {
        LabelledLogits onTest = labelled(result.testLogits(), test);
        return spec.protocol().equals(ProtocolId.STUDY)
                ? Calibrations.study(onTest)
                : Calibrations.fittedOn(labelled(result.validationLogits(), val), onTest);
    }

    private static LabelledLogits labelled(float[] logits, LoadedFeatures split) {
        return LabelledLogits.of(logits, split.labels().toArray());
    }

    /** Reports each fit, and stops between iterations when the worker is told to. */
    private record Monitor(JobContext context) implements ProbeMonitor {
        @Override
        public void fitted(SweepPoint point, int done, int total) {
            context.progress(done, total, "values of C");
        }

        @Override
        public boolean cancelled() {
            return context.stopRequested();
        }
    }
}
