/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.Score;
import io.carryover.protocols.linear.LabelCurve;
import io.carryover.protocols.linear.LabelEfficiency;
import io.carryover.protocols.linear.ProbeMonitor;
import io.carryover.protocols.linear.SweepPoint;
import io.carryover.protocols.stats.SeedSummary;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/** Linear accuracy against labels per class: beyond the study; see {@link LabelEfficiency} for the recipe. */
final class LabelEfficiencyHandler implements JobHandler<JobSpec.LabelEfficiency> {
    private final int threads;

    /** @param threads CPU threads that share the arithmetic; the result doesn't depend on it */
    LabelEfficiencyHandler(int threads) {
        this.threads = threads;
    }

    @Override
    public Class<JobSpec.LabelEfficiency> type() {
        return JobSpec.LabelEfficiency.class;
    }

    @Override
    public StepResult run(JobSpec.LabelEfficiency spec, JobContext context) throws IOException {
        LoadedFeatures pool = LoadedFeatures.of(List.of(spec.train(), spec.val()), context);
        LoadedFeatures test = LoadedFeatures.of(List.of(spec.test()), context);
        LabelCurve curve;
        try {
            curve = LabelEfficiency.run(
                    pool.labelled(),
                    test.labelled(),
                    new LabelEfficiency.Settings(
                            spec.labels(),
                            spec.subsets(),
                            spec.seed(),
                            Recipes.metric(spec.metric(), "linear"),
                            threads),
                    new Monitor(context));
        } catch (CancellationException stopped) {
            context.checkStop();
            throw stopped;
        }
        LabelCurve.Point headline = curve.headline();
        var interval = headline.interval();
        Score score = new Score(
                "%s-at-%d-%s".formatted(spec.metric(), headline.labels(), headline.labels() == 1 ? "label" : "labels"),
                headline.summary().mean(),
                "percent",
                true,
                test.matrix().rows(),
                new Interval(interval.lo(), interval.hi(), interval.rule()),
                List.of(spec.seed()));
        return StepResult.of(
                new StepOutput.LabelEfficiencyScored(
                        score,
                        curve.points().stream()
                                .map(LabelEfficiencyHandler::point)
                                .toList(),
                        warnings(curve)),
                Map.of("curve", artifact(curve, test, context)),
                spec.variant(),
                threads);
    }

    private static StepOutput.LabelPoint point(LabelCurve.Point point) {
        SeedSummary summary = point.summary();
        return new StepOutput.LabelPoint(point.labels(), summary.mean(), summary.sd(), point.values(), point.chosenC());
    }

    private static List<String> warnings(LabelCurve curve) {
        List<String> warnings = new ArrayList<>();
        if (!curve.leftOut().isEmpty()) {
            warnings.add("%s labels per class left out: the smallest class has %d images"
                    .formatted(
                            curve.leftOut().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                            curve.smallest()));
        }
        int[] atEdge = curve.choicesAtEdge();
        if (atEdge[0] > 0) {
            warnings.add("%d of %d choices of C are at the edge of the grid".formatted(atEdge[0], atEdge[1]));
        }
        return warnings;
    }

    /**
     * {@code labels_per_class} I64 [P]; {@code values} (percent) and {@code chosen_c} F64 [P,S] of P numbers of labels and S
     * subsets; {@code predictions} I64 [P,S,N] and {@code labels} I64 [N] of the test split, image ids in metadata key
     * {@code images}.
     */
    private static ArtifactRef artifact(LabelCurve curve, LoadedFeatures test, JobContext context) throws IOException {
        int points = curve.points().size();
        int subsets = curve.points().getFirst().values().size();
        int images = test.matrix().rows();
        Path file = context.scratch().resolve("curve.safetensors");
        try (SafetensorsWriter writer = SafetensorsWriter.declare()
                .tensor("labels_per_class", Dtype.I64, points)
                .tensor("values", Dtype.F64, points, subsets)
                .tensor("chosen_c", Dtype.F64, points, subsets)
                .tensor("predictions", Dtype.I64, points, subsets, images)
                .tensor("labels", Dtype.I64, images)
                .metadata("images", Json.text(test.imageIds()))
                .create(file)) {
            writer.write(
                    "labels_per_class",
                    curve.points().stream().mapToLong(LabelCurve.Point::labels).toArray(),
                    0,
                    points);
            writer.write("values", flat(curve, LabelCurve.Point::values), 0, points * subsets);
            writer.write("chosen_c", flat(curve, LabelCurve.Point::chosenC), 0, points * subsets);
            for (LabelCurve.Point point : curve.points()) {
                for (int[] predicted : point.predicted()) {
                    writer.write("predictions", longs(predicted), 0, images);
                }
            }
            writer.write("labels", longs(test.labels().toArray()), 0, images);
            writer.finish();
        }
        return context.write(file, ArtifactRef.SAFETENSORS);
    }

    private static double[] flat(LabelCurve curve, java.util.function.Function<LabelCurve.Point, List<Double>> values) {
        return curve.points().stream()
                .flatMap(point -> values.apply(point).stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static long[] longs(int[] values) {
        return java.util.Arrays.stream(values).asLongStream().toArray();
    }

    /** Reports each fit, and stops between iterations when the worker is told to. */
    private record Monitor(JobContext context) implements ProbeMonitor {
        @Override
        public void fitted(SweepPoint point, int done, int total) {
            context.progress(done, total, "fits");
        }

        @Override
        public boolean cancelled() {
            return context.stopRequested();
        }
    }
}
