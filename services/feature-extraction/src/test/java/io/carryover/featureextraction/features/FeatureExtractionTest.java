/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Source;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.OnnxReport;
import io.carryover.contracts.vision.TransformId;
import io.carryover.contracts.vision.Weights;
import io.carryover.featureextraction.Desk;
import io.carryover.featureextraction.imports.CheckpointImport;
import io.carryover.featureextraction.imports.DatasetImport;
import io.carryover.featureextraction.imports.FeaturesImport;
import io.carryover.featureextraction.imports.OnnxImport;
import io.carryover.featureextraction.imports.Pictures;
import io.carryover.featureextraction.imports.Sources;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.vision.engine.Device;
import io.carryover.worker.WorkerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features of a few pictures: through a network, through the control, and given from outside. */
class FeatureExtractionTest {
    private static final TransformId TRANSFORM = new TransformId("shorter-64-bicubic-crop-64");

    private final Path folder;
    private final Desk desk;
    private final Sources sources;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TransformId transform = TRANSFORM;
    private Sha256 dataset = Sha256.of("none");

    FeatureExtractionTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.desk = new Desk(folder);
        this.sources = new Sources(desk.store);
    }

    @BeforeEach
    void twelvePictures() throws IOException {
        for (int i = 0; i < 12; i++) {
            Path file = folder.resolve("photos/train/%s/%02d.png".formatted(i % 3 == 0 ? "cat" : "dog", i));
            Files.createDirectories(file.resolveSibling("."));
            Files.write(file, Pictures.png(i));
        }
        var spec = new JobSpec.ImportDataset(local(folder.resolve("photos")), "auto");
        dataset = ((StepOutput.DatasetImported)
                        new DatasetImport(sources).run(spec, desk).output())
                .manifest();
        desk.progress.clear();
    }

    @Test
    void aCheckpointsFeaturesComeInTheSplitsOrder() throws IOException {
        var checkpoint = new JobSpec.ImportCheckpoint(
                local(Desk.demo("checkpoints/resnet50w8_byol.pth")), "auto", Optional.empty());
        var report = ((StepOutput.CheckpointImported)
                        new CheckpointImport(sources).run(checkpoint, desk).output())
                .report();

        StepOutput.FeaturesReady ready =
                extract(new Weights.Loaded(report.architecture(), report.tensorsSha256()), "train");

        assertThat(ready.images()).isEqualTo(12);
        assertThat(ready.dimension()).isEqualTo(256);
        assertThat(ready.classes()).isEqualTo(2);
        assertThat(ready.imagesPerSecond()).isPositive();
        try (SafetensorsFile shard = shard(ready)) {
            assertThat(shard.tensor("features").shape()).containsExactly(12L, 256L);
            assertThat(shard.tensor("labels").toLongs()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
            assertThat(shard.metadata().get("images")).startsWith("[\"cat/00.png\",\"cat/03.png\"");
        }
        assertThat(desk.progress).last().isEqualTo("12/12 images");
        assertThat(desk.progress).contains("1/1 checkpoints");
        assertThat(registry.get("carryover_images_total")
                        .tags("architecture", "resnet50", "engine", "onnx")
                        .counter()
                        .count())
                .isEqualTo(12);
    }

    @Test
    void anOnnxFilesFeaturesAreThoseOfTheCheckpointThatItWasExportedFrom() throws IOException {
        var checkpoint = new JobSpec.ImportCheckpoint(
                local(Desk.demo("checkpoints/resnet50w8_supervised.pth")), "auto", Optional.empty());
        var report = ((StepOutput.CheckpointImported)
                        new CheckpointImport(sources).run(checkpoint, desk).output())
                .report();
        float[] own = values(extract(new Weights.Loaded(report.architecture(), report.tensorsSha256()), "train"));
        Source exported = local(Desk.vision("onnx/resnet50w8_supervised.onnx"));

        for (String output : List.of("features", "map")) {
            Weights onnx = onnx(new JobSpec.ImportOnnx(exported, Optional.empty(), Optional.of(output), 64));
            assertThat(relativeL2(values(extract(onnx, "train")), own)).isLessThan(1e-4);
        }
    }

    @Test
    void externalDataComesWithItsModel() throws IOException {
        Source parts = desk.uploads(Desk.vision("onnx"), "external.onnx", "external.bin");
        Weights external = onnx(new JobSpec.ImportOnnx(parts, Optional.of("pixels"), Optional.of("map"), 32));
        Source whole = local(Desk.vision("onnx/small.onnx"));
        Weights inside = onnx(new JobSpec.ImportOnnx(whole, Optional.empty(), Optional.of("map"), 32));
        transform = new TransformId("shorter-32-bicubic-crop-32");

        assertThat(((Weights.Onnx) external).data()).containsOnlyKeys("external.bin");
        assertThat(values(extract(external, "train"))).isEqualTo(values(extract(inside, "train")));
    }

    private Weights onnx(JobSpec.ImportOnnx spec) throws IOException {
        OnnxReport report = ((StepOutput.OnnxImported)
                        new OnnxImport(sources).run(spec, desk).output())
                .report();
        return new Weights.Onnx(report.sha256(), report.data(), report.input(), report.output());
    }

    private float[] values(StepOutput.FeaturesReady ready) throws IOException {
        try (SafetensorsFile shard = shard(ready)) {
            return shard.tensor("features").toFloats();
        }
    }

    private static double relativeL2(float[] values, float[] reference) {
        assertThat(values).hasSameSizeAs(reference);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < values.length; i++) {
            difference += Math.pow(values[i] - reference[i], 2);
            norm += Math.pow(reference[i], 2);
        }
        return Math.sqrt(difference / norm);
    }

    @Test
    void theControlNeedsNoCheckpoint() throws IOException {
        StepOutput.FeaturesReady ready = extract(new Weights.Pixels(64), "train");

        assertThat(ready.dimension()).isEqualTo(64 * 64);
        assertThat(ready)
                .usingRecursiveComparison()
                .ignoringFields("imagesPerSecond")
                .isEqualTo(extract(new Weights.Pixels(64), "train"));
    }

    @Test
    void missingInputsHaveCodes() {
        assertCode(ErrorCode.NOT_A_DATASET, () -> extract(new Weights.Pixels(64), "test"));
        dataset = Sha256.of("gone");
        assertCode(ErrorCode.INPUT_LOST, () -> extract(new Weights.Pixels(64), "train"));
    }

    @Test
    void stopsWhenTold() {
        desk.patience = 0;

        assertThatThrownBy(() -> extract(new Weights.Pixels(64), "train")).isInstanceOf(CancellationException.class);
    }

    @Test
    void suppliedFeaturesAreTakenWhereTheyFitTheSplit() throws IOException {
        StepOutput.FeaturesReady ready = supply(given(12, 5, -1));

        assertThat(ready.dimension()).isEqualTo(5);
        try (SafetensorsFile shard = shard(ready)) {
            assertThat(shard.tensor("features").toFloats()[59]).isEqualTo(59f);
            assertThat(shard.tensor("labels").toLongs()).hasSize(12).startsWith(0);
        }
        assertCode(ErrorCode.INVALID_FEATURES, () -> supply(given(11, 5, -1)));
        assertCode(ErrorCode.INVALID_FEATURES, () -> supply(given(12, 5, 3)));
        assertCode(ErrorCode.INVALID_FEATURES, () -> supply(folder.resolve("gone.safetensors")));
    }

    /** Values 0, 1, 2, …, one of them not finite. */
    private Path given(int rows, int dimension, int broken) throws IOException {
        float[] values = new float[rows * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == broken ? Float.NaN : i;
        }
        Path file = folder.resolve("given.safetensors");
        Files.deleteIfExists(file);
        try (SafetensorsWriter writer = SafetensorsWriter.declare()
                .tensor("features", Dtype.F32, rows, dimension)
                .create(file)) {
            writer.write("features", values, 0, values.length);
            writer.finish();
        }
        return file;
    }

    private StepOutput.FeaturesReady supply(Path file) throws IOException {
        var spec = new JobSpec.ImportFeatures(local(file), dataset, "train", "elsewhere");
        return (StepOutput.FeaturesReady)
                new FeaturesImport(sources, desk.blobs).run(spec, desk).output();
    }

    private StepOutput.FeaturesReady extract(Weights weights, String split) throws IOException {
        var spec = new JobSpec.ExtractFeatures(
                weights, dataset, split, transform, Normalisation.IMAGENET, Variant.ONNX_CPU);
        return (StepOutput.FeaturesReady)
                new FeatureExtraction(desk.blobs, Device.parse("cpu"), 1, new WorkerMetrics(registry))
                        .run(spec, desk)
                        .output();
    }

    private SafetensorsFile shard(StepOutput.FeaturesReady ready) throws IOException {
        List<ArtifactRef> shards = ready.shards();
        assertThat(shards).hasSize(1);
        return SafetensorsFile.open(desk.fetch(shards.getFirst()), ErrorCode.INPUT_LOST);
    }

    private static Source local(Path path) {
        return new Source.LocalPath(path.toString(), "r-1");
    }

    private static void assertCode(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(CarryoverException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
