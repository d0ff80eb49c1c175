/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.FineTuneSetup;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.vision.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What jobs have to do, from their specifications. Pure. */
public final class Workloads {
    private final Function<JobKey, Optional<JobSpec>> specs;
    private final Map<Sha256, ? extends Map<String, Integer>> images;

    /**
     * @param specs of the jobs whose outcomes others read
     * @param images of each dataset, by its manifest and by split
     */
    public Workloads(Function<JobKey, Optional<JobSpec>> specs, Map<Sha256, ? extends Map<String, Integer>> images) {
        this.specs = specs;
        this.images = images;
    }

    /** Of this job; empty where its time tells nothing of others', or what it reads isn't known. */
    public Optional<Workload> of(JobSpec spec) {
        return switch (spec) {
            case JobSpec.ExtractFeatures features -> extraction(features);
            case JobSpec.LinearProbe probe ->
                head(
                        probe.inputs(),
                        "linear %s %s %s"
                                .formatted(
                                        probe.protocol().id(),
                                        probe.metric(),
                                        probe.variant().id()));
            case JobSpec.FewShot shots ->
                head(
                        shots.inputs(),
                        "few-shot %d×%d+%d ×%d %s"
                                .formatted(
                                        shots.ways(),
                                        shots.shots(),
                                        shots.queries(),
                                        shots.episodes(),
                                        shots.variant().id()));
            case JobSpec.Knn knn ->
                head(
                        knn.inputs(),
                        "knn %s %s".formatted(knn.neighbours(), knn.variant().id()));
            case JobSpec.LabelEfficiency labels ->
                head(
                        labels.inputs(),
                        "label-efficiency %s ×%d %s %s"
                                .formatted(
                                        labels.labels(),
                                        labels.subsets(),
                                        labels.metric(),
                                        labels.variant().id()));
            case JobSpec.FineTunePoint point -> Optional.of(training(point.step(), point.setup()));
            case JobSpec.FineTune run -> Optional.of(training(run.step(), run.setup()));
            // A moment each, or as long as a network and a disk make it.
            case JobSpec.Sleep _,
                    JobSpec.ImportCheckpoint _,
                    JobSpec.ImportOnnx _,
                    JobSpec.ImportDataset _,
                    JobSpec.ImportFeatures _,
                    JobSpec.Analysis _ -> Optional.empty();
        };
    }

    private Optional<Workload> extraction(JobSpec.ExtractFeatures spec) {
        return Optional.ofNullable(images.get(spec.dataset()))
                .map(splits -> splits.get(spec.split()))
                .map(count -> new Workload("features " + extractor(spec), spec.dataset(), count));
    }

    /** Of features that a client supplied the network isn't known, and so the size of a row. */
    private Optional<Workload> head(List<JobKey> inputs, String what) {
        List<Workload> read = inputs.stream()
                .flatMap(input -> specs.apply(input).stream())
                .flatMap(spec -> spec instanceof JobSpec.ExtractFeatures features
                        ? extraction(features).stream()
                        : Stream.empty())
                .toList();
        if (read.isEmpty() || read.size() < inputs.size()) {
            return Optional.empty();
        }
        Workload first = read.getFirst();
        return Optional.of(new Workload(
                what + " of " + first.kind(),
                first.dataset(),
                read.stream().mapToDouble(Workload::units).sum()));
    }

    private static Workload training(String step, FineTuneSetup setup) {
        return new Workload(
                "%s %s %d px, batch %d %s"
                        .formatted(
                                step,
                                network(setup.weights()),
                                setup.side(),
                                setup.batch(),
                                setup.variant().id()),
                setup.dataset(),
                setup.steps());
    }

    private static String extractor(JobSpec.ExtractFeatures spec) {
        return "%s %s %s"
                .formatted(
                        network(spec.weights()),
                        spec.transform(),
                        spec.variant().id());
    }

    /** Weights of one architecture take equally long, whatever their values are. */
    private static String network(Weights weights) {
        return switch (weights) {
            case Weights.Loaded loaded -> loaded.architecture().id();
            case Weights.Random random -> random.architecture().id();
            case Weights.Onnx onnx -> "onnx " + onnx.model().hex() + " to " + onnx.output();
            case Weights.Pixels pixels -> "pixels " + pixels.size();
        };
    }
}
