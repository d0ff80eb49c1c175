/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.Score;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.CheckpointReport;
import io.carryover.contracts.vision.OnnxReport;
import io.carryover.gateway.core.WantedJob;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What jobs come to, in tests. */
final class Given {
    private Given() {}

    /** A digest of a repeated byte, {@code pair} in hexadecimal. */
    static Sha256 digest(String pair) {
        return new Sha256(pair.repeat(32));
    }

    static StepOutput checkpoint(String file, String tensors) {
        return new StepOutput.CheckpointImported(new CheckpointReport(
                digest(file),
                digest(tensors),
                "zip",
                "torchvision",
                new Architecture("resnet50", 8),
                374_152,
                265,
                List.of("fc.weight"),
                List.of(),
                List.of(),
                1_632_083));
    }

    /** An ONNX file with one file of external data. */
    static StepOutput onnx(String model, String data, String output) {
        return new StepOutput.OnnxImported(new OnnxReport(
                digest(model),
                digest("0f"),
                new TreeMap<>(Map.of("weights.bin", digest(data))),
                "pixels",
                output,
                384,
                150,
                86_000_000));
    }

    static StepOutput dataset(String manifest) {
        return new StepOutput.DatasetImported(
                digest(manifest),
                IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
                new TreeMap<>(Map.of("train", 60, "val", 20, "test", 20)));
    }

    static StepOutput features(int images) {
        return new StepOutput.FeaturesReady(
                images, 256, 10, List.of(new ArtifactRef(digest("fe"), 4096, ArtifactRef.SAFETENSORS)), 100);
    }

    static StepOutput linear(double value) {
        return new StepOutput.LinearScored(score("top1", value), 0.1, List.of(), List.of());
    }

    static StepOutput fewShot(double value) {
        return new StepOutput.FewShotScored(score("accuracy", value), 600, List.of());
    }

    private static Score score(String metric, double value) {
        return new Score(metric, value, "percent", true, 20, new Interval(value - 1, value + 1, "wilson"), List.of(0L));
    }

    /** The newest job of this step. */
    static JobKey lastJob(FakeJobs jobs, Class<? extends JobSpec> step) {
        return jobs.wanted().stream()
                .filter(job -> step.isInstance(job.spec()))
                .map(WantedJob::key)
                .reduce((_, last) -> last)
                .orElseThrow();
    }
}
