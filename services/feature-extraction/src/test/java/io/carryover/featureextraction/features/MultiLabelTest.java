/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Source;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.DatasetManifest;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.TransformId;
import io.carryover.contracts.vision.Weights;
import io.carryover.featureextraction.Desk;
import io.carryover.featureextraction.imports.DatasetImport;
import io.carryover.featureextraction.imports.FeaturesImport;
import io.carryover.featureextraction.imports.Pictures;
import io.carryover.featureextraction.imports.Sources;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.vision.engine.Device;
import io.carryover.worker.WorkerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of several classes, in the layout of PASCAL VOC 2007: from the files to the features. */
class MultiLabelTest {
    private static final byte[] MARKS = {0, 1, 1, 1, 2, 0};

    private final Path folder;
    private final Desk desk;
    private final Sources sources;

    MultiLabelTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.desk = new Desk(folder);
        this.sources = new Sources(desk.store);
        Path voc = Files.createDirectories(folder.resolve("VOCdevkit/VOC2007"));
        Files.createDirectories(voc.resolve("ImageSets/Main"));
        Files.createDirectories(voc.resolve("JPEGImages"));
        int image = 0;
        for (String split : List.of("train", "val", "test")) {
            var cat = new StringBuilder();
            var dog = new StringBuilder();
            for (int i = 0; i < 3; i++) {
                String id = "%06d".formatted(image++);
                Files.write(voc.resolve("JPEGImages/%s.jpg".formatted(id)), Pictures.png(image));
                cat.append("%s %2d\n".formatted(id, new int[] {-1, 1, 0}[i]));
                dog.append("%s %2d\n".formatted(id, new int[] {1, 1, -1}[i]));
            }
            Files.writeString(voc.resolve("ImageSets/Main/cat_%s.txt".formatted(split)), cat);
            Files.writeString(voc.resolve("ImageSets/Main/dog_%s.txt".formatted(split)), dog);
        }
    }

    @Test
    void allThreeMarksReachTheFeatures() throws IOException {
        StepOutput.DatasetImported imported = dataset();

        DatasetManifest.Traits traits = imported.traits().orElseThrow();
        assertThat(traits.metric()).isEqualTo("map11");
        assertThat(traits.multiLabel()).isTrue();
        assertThat(traits.splits()).isEqualTo("as published");
        assertThat(imported.attribution().orElseThrow().citation()).contains("PASCAL");
        DatasetManifest manifest =
                Json.read(desk.blobs.open(imported.manifest()).readAllBytes(), DatasetManifest.class);
        assertThat(manifest.traits()).isEqualTo(imported.traits());
        assertThat(manifest.attribution()).isEqualTo(imported.attribution().orElseThrow());
        for (String split : List.of("train", "val", "test")) {
            assertMarks(extract(imported, split));
        }
    }

    @Test
    void suppliedFeaturesMustHaveTheSameMarks() throws IOException {
        StepOutput.DatasetImported imported = dataset();

        assertMarks(supply(imported, MARKS));
        assertThatThrownBy(() -> supply(imported, new byte[] {0, 1, 1, 1, 0, 0}))
                .hasMessageContaining("its labels are not those of split train");
    }

    private void assertMarks(StepOutput.FeaturesReady ready) throws IOException {
        assertThat(ready.shards()).hasSize(1);
        try (SafetensorsFile shard =
                SafetensorsFile.open(desk.fetch(ready.shards().getFirst()), ErrorCode.INPUT_LOST)) {
            assertThat(shard.tensor("labels").info().dtype()).isEqualTo(Dtype.U8);
            assertThat(shard.tensor("labels").shape()).containsExactly(3L, 2L);
            assertThat(shard.tensor("labels").toBytes()).isEqualTo(MARKS);
        }
    }

    private StepOutput.DatasetImported dataset() throws IOException {
        var spec = new JobSpec.ImportDataset(local(folder.resolve("VOCdevkit")), "auto");
        return (StepOutput.DatasetImported)
                new DatasetImport(sources).run(spec, desk).output();
    }

    private StepOutput.FeaturesReady extract(StepOutput.DatasetImported imported, String split) throws IOException {
        var spec = new JobSpec.ExtractFeatures(
                new Weights.Pixels(8),
                imported.manifest(),
                split,
                new TransformId("shorter-8-bicubic-crop-8"),
                Normalisation.NONE,
                Variant.ONNX_CPU);
        return (StepOutput.FeaturesReady)
                new FeatureExtraction(desk.blobs, Device.parse("cpu"), 1, new WorkerMetrics(new SimpleMeterRegistry()))
                        .run(spec, desk)
                        .output();
    }

    private StepOutput.FeaturesReady supply(StepOutput.DatasetImported imported, byte[] marks) throws IOException {
        Path file = folder.resolve("given.safetensors");
        Files.deleteIfExists(file);
        try (SafetensorsWriter writer = SafetensorsWriter.declare()
                .tensor("features", Dtype.F32, 3, 1)
                .tensor("labels", Dtype.U8, 3, 2)
                .create(file)) {
            writer.write("features", new float[] {1, 2, 3}, 0, 3);
            writer.write("labels", ByteBuffer.wrap(marks));
            writer.finish();
        }
        var spec = new JobSpec.ImportFeatures(local(file), imported.manifest(), "train", "elsewhere");
        return (StepOutput.FeaturesReady)
                new FeaturesImport(sources, desk.blobs).run(spec, desk).output();
    }

    private static Source local(Path path) {
        return new Source.LocalPath(path.toString(), "r-1");
    }
}
