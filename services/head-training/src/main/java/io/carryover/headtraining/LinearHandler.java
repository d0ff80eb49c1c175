/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.Score;
import io.carryover.protocols.linear.Labels;
import io.carryover.protocols.linear.LinearMetric;
import io.carryover.protocols.linear.LinearProbe;
import io.carryover.protocols.linear.LinearProtocol;
import io.carryover.protocols.linear.LinearResult;
import io.carryover.protocols.linear.ProbeMonitor;
import io.carryover.protocols.linear.SweepPoint;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
        LinearMetric metric = metric(spec.metric());
        LoadedFeatures train = LoadedFeatures.of(List.of(spec.train()), context);
        LoadedFeatures val = LoadedFeatures.of(List.of(spec.val()), context);
        LoadedFeatures test = LoadedFeatures.of(List.of(spec.test()), context);
        LinearResult result;
        try {
            result = LinearProbe.run(
                    train.labelled(),
                    val.labelled(),
                    test.labelled(),
                    new LinearProbe.Settings(protocol(spec.protocol()), metric, threads),
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
        return StepResult.of(
                new StepOutput.LinearScored(score, result.bestC(), sweep, result.warnings()),
                Map.of("logits", logits(result, test, context)),
                spec.variant(),
                threads);
    }

    /**
     * {@code logits} F32 [N,K] and {@code labels} I64 [N] or U8 [N,K] of the test split, image ids in metadata key {@code
     * images}.
     */
    private static ArtifactRef logits(LinearResult result, LoadedFeatures test, JobContext context) throws IOException {
        float[] logits = result.testLogits();
        int rows = result.testSize();
        Path file = context.scratch().resolve("logits.safetensors");
        SafetensorsWriter.Declaration declared = SafetensorsWriter.declare()
                .tensor("logits", Dtype.F32, rows, result.classes())
                .metadata("images", Json.text(test.imageIds()));
        switch (test.anyLabels()) {
            case Labels.Single _ -> declared.tensor("labels", Dtype.I64, rows);
            case Labels.Multi multi -> declared.tensor("labels", Dtype.U8, rows, multi.classes());
        }
        try (SafetensorsWriter writer = declared.create(file)) {
            writer.write("logits", logits, 0, logits.length);
            switch (test.anyLabels()) {
                case Labels.Single single -> writer.write("labels", wide(single), 0, rows);
                case Labels.Multi multi -> writer.write("labels", marks(multi));
            }
            writer.finish();
        }
        return context.write(file, ArtifactRef.SAFETENSORS);
    }

    private static long[] wide(Labels.Single labels) {
        long[] wide = new long[labels.size()];
        Arrays.setAll(wide, labels::at);
        return wide;
    }

    private static ByteBuffer marks(Labels.Multi labels) {
        ByteBuffer marks = ByteBuffer.allocate(Math.multiplyExact(labels.size(), labels.classes()));
        for (int i = 0; i < labels.size(); i++) {
            for (int c = 0; c < labels.classes(); c++) {
                marks.put(labels.at(i, c));
            }
        }
        return marks.flip();
    }

    private static LinearProtocol protocol(ProtocolId id) {
        if (id.equals(ProtocolId.STUDY)) {
            return LinearProtocol.STUDY;
        }
        if (id.equals(ProtocolId.CONVERGED)) {
            return LinearProtocol.CONVERGED;
        }
        throw new CarryoverException(ErrorCode.UNKNOWN_VERSION, "no linear protocol " + id.id());
    }

    private static LinearMetric metric(String id) {
        return switch (id) {
            case "top1" -> LinearMetric.TOP1;
            case "mean-per-class" -> LinearMetric.MEAN_PER_CLASS;
            case "map11" -> LinearMetric.MAP11;
            default -> throw new CarryoverException(ErrorCode.UNKNOWN_TASK, "no metric '%s' for linear".formatted(id));
        };
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
