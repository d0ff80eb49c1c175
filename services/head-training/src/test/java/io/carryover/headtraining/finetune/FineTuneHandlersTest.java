/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining.finetune;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.FineTuneGrid;
import io.carryover.contracts.job.FineTuneSetup;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.DatasetManifest;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.contracts.vision.DatasetManifest.Split;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.Weights;
import io.carryover.headtraining.Desk;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.training.job.TrainingMetrics;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.engine.Device;
import io.carryover.worker.StepResult;
import io.carryover.worker.StopSignal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points of a grid and the run that chooses among them, on the digits with a narrow untrained network. */
class FineTuneHandlersTest {
    private static final Path DIGITS = Path.of("../../demo/digits");
    private static final int STEPS = 40;

    private final Path folder;
    private final Desk desk;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FineTuneRun.Worker worker = new FineTuneRun.Worker(
            new Device.Cpu(), 1, Duration.ofDays(1), new TrainingMetrics(registry, "finetune"), InstantSource.system());

    FineTuneHandlersTest(@TempDir Path folder) {
        this.folder = folder;
        this.desk = new Desk(folder);
    }

    @Test
    void theBestPointIsTrainedAnewAndScoredOnTest() throws IOException {
        FineTuneSetup setup = setup(digits());
        JobKey bad = point(setup, "bad", new FineTuneGrid.Point(1e12, 0, false));
        JobKey slow = point(setup, "slow", new FineTuneGrid.Point(1e-4, 1e-3, true));
        JobKey good = point(setup, "good", new FineTuneGrid.Point(0.02, 1e-4, false));

        StepResult result = new FineTuneHandler(desk.blobs, worker)
                .run(new JobSpec.FineTune(List.of(bad, slow, good), setup, 1), desk);

        var tuned = (StepOutput.FineTuned) result.output();
        assertThat(tuned.grid()).hasSize(3);
        assertThat(tuned.grid().getFirst().diverged()).isTrue();
        assertThat(tuned.grid().getFirst().value()).isZero();
        assertThat(tuned.best()).isEqualTo(tuned.grid().getLast());
        assertThat(tuned.best().learningRate()).isEqualTo(0.02);
        assertThat(tuned.best().value()).isGreaterThan(20);
        assertThat(tuned.score().value()).isGreaterThan(20);
        assertThat(tuned.score().seeds()).containsExactly(1L);
        assertThat(tuned.score().ci95().method()).isEqualTo("wilson");
        assertThat(tuned.calibration()).hasValueSatisfying(calibration -> {
            assertThat(calibration.ece()).isBetween(0.0, 100.0);
            assertThat(calibration.scaled().orElseThrow().tunedOnTest()).isTrue();
        });
        assertThat(result.artifacts()).containsOnlyKeys("logits", "curve");
        ArtifactRef logits = requireNonNull(result.artifacts().get("logits"));
        try (SafetensorsFile file = SafetensorsFile.open(desk.fetch(logits), ErrorCode.INPUT_LOST)) {
            long[] labels = file.tensor("labels").toLongs();
            float[] values = file.tensor("logits").toFloats();
            long right = IntStream.range(0, labels.length)
                    .filter(i ->
                            IntStream.range(0, 10).reduce(0, (a, b) -> values[i * 10 + b] > values[i * 10 + a] ? b : a)
                                    == labels[i])
                    .count();
            assertThat(100.0 * right / labels.length).isEqualTo(tuned.score().value());
            assertThat(tuned.score().n()).isEqualTo(labels.length);
        }
        assertThat(registry.get("carryover_train_steps_total").counter().count())
                .isGreaterThan(2.0 * STEPS);
    }

    @Test
    void aJobThatWasHandedBackTwiceEndsWithTheSameScore() throws IOException {
        FineTuneSetup setup = setup(digits());
        var point = new JobSpec.FineTunePoint(setup, new FineTuneGrid.Point(0.02, 0, true));
        var handler = new FineTunePointHandler(desk.blobs, worker);
        StepResult whole = handler.run(point, desk);

        for (int reports : new int[] {4, 5}) {
            desk.progress.clear();
            desk.stopAt = reports;
            assertThatThrownBy(() -> handler.run(point, desk)).isInstanceOf(StopSignal.class);
        }
        desk.progress.clear();
        desk.stopAt = Long.MAX_VALUE;
        StepResult resumed = handler.run(point, desk);

        assertThat(desk.progress).first().isEqualTo(7L);
        assertThat(resumed.output()).isEqualTo(whole.output());
        assertThat(resumed.artifacts()).isEqualTo(whole.artifacts());
    }

    @Test
    void imagesOfSeveralClassesAreScoredByTheirPrecision() throws IOException {
        FineTuneSetup setup = setup(digits(true), "map11");
        JobKey idle = point(setup, "idle", new FineTuneGrid.Point(1e-12, 0, false));
        JobKey point = point(setup, "point", new FineTuneGrid.Point(0.1, 0, false));
        StepResult result =
                new FineTuneHandler(desk.blobs, worker).run(new JobSpec.FineTune(List.of(idle, point), setup, 0), desk);

        var tuned = (StepOutput.FineTuned) result.output();
        assertThat(tuned.score().metric()).isEqualTo("map11");
        assertThat(tuned.best()).isEqualTo(tuned.grid().getLast());
        // Each image shows its digit and the one before it; precision by chance is a fifth, with 1 at recall 0.
        assertThat(tuned.grid().getFirst().value()).isBetween(20.0, 35.0);
        assertThat(tuned.score().value()).isGreaterThan(tuned.grid().getFirst().value() + 4);
        assertThat(tuned.calibration()).isEmpty();
    }

    @Test
    void whatDoesNotFitIntoMemoryIsRefusedBeforeItIsTaken() throws IOException {
        FineTuneSetup small = setup(digits());
        FineTuneSetup huge = new FineTuneSetup(
                small.weights(),
                small.normalisation(),
                2048,
                small.dataset(),
                small.protocol(),
                small.metric(),
                STEPS,
                100_000,
                small.variant());
        var auto = new FineTuneRun.Worker(
                new Device.Auto(), 1, Duration.ofDays(1), worker.metrics(), InstantSource.system());
        var point = new JobSpec.FineTunePoint(huge, new FineTuneGrid.Point(0.02, 0, false));
        assertThatThrownBy(() -> new FineTunePointHandler(desk.blobs, auto).run(point, desk))
                .isInstanceOfSatisfying(CarryoverException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
                    assertThat(refusal)
                            .hasMessageStartingWith("training resnet18w4 at 2048 px with 100000 images a step");
                });
    }

    @Test
    void whereEveryPointDivergedThereIsNothingToChoose() throws IOException {
        FineTuneSetup setup = setup(digits());
        JobKey bad = point(setup, "bad", new FineTuneGrid.Point(1e12, 0, false));
        assertThatThrownBy(() ->
                        new FineTuneHandler(desk.blobs, worker).run(new JobSpec.FineTune(List.of(bad), setup, 0), desk))
                .isInstanceOfSatisfying(CarryoverException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.TRAINING_DIVERGED);
                    assertThat(refusal).hasMessage("all 1 points of the grid diverged");
                });
    }

    private JobKey point(FineTuneSetup setup, String name, FineTuneGrid.Point point) throws IOException {
        return desk.commit(
                name, new FineTunePointHandler(desk.blobs, worker).run(new JobSpec.FineTunePoint(setup, point), desk));
    }

    private static FineTuneSetup setup(Sha256 dataset) {
        return setup(dataset, "top1");
    }

    private static FineTuneSetup setup(Sha256 dataset, String metric) {
        return new FineTuneSetup(
                new Weights.Random(new Architecture("resnet18", 4), 3),
                Normalisation.IMAGENET,
                32,
                dataset,
                ProtocolId.STUDY,
                metric,
                STEPS,
                32,
                Variant.PYTORCH_CPU);
    }

    /** The digits as their import packs them. */
    private Sha256 digits() throws IOException {
        return digits(false);
    }

    private Sha256 digits(boolean several) throws IOException {
        ImageDataset dataset = ImageDataset.open(DIGITS);
        var splits = new TreeMap<String, Split>();
        for (var entry : dataset.splits().entrySet()) {
            String name = entry.getKey();
            ImageSource images = entry.getValue();
            Path index = folder.resolve(name + ".safetensors");
            SafetensorsWriter.Declaration declared = SafetensorsWriter.declare()
                    .metadata(
                            "images",
                            Json.text(IntStream.range(0, images.size())
                                    .mapToObj(images::id)
                                    .toList()));
            try (SafetensorsWriter writer = (several
                            ? declared.tensor("labels", Dtype.U8, images.size(), 10)
                            : declared.tensor("labels", Dtype.I64, images.size()))
                    .create(index)) {
                if (several) {
                    ByteBuffer marks = ByteBuffer.allocate(images.size() * 10);
                    for (int i = 0; i < images.size(); i++) {
                        marks.put(i * 10 + images.label(i), (byte) 1);
                        marks.put(i * 10 + (images.label(i) + 9) % 10, (byte) 1);
                    }
                    writer.write("labels", marks);
                } else {
                    long[] labels = IntStream.range(0, images.size())
                            .mapToLong(images::label)
                            .toArray();
                    writer.write("labels", labels, 0, labels.length);
                }
                writer.finish();
            }
            splits.put(
                    name,
                    new Split(
                            images.size(),
                            "idx",
                            List.of(
                                    desk.write(DIGITS.resolve(name + "-images-idx3-ubyte.gz"), ArtifactRef.OCTETS),
                                    desk.write(DIGITS.resolve(name + "-labels-idx1-ubyte.gz"), ArtifactRef.OCTETS)),
                            desk.write(index, ArtifactRef.SAFETENSORS)));
        }
        var manifest = new DatasetManifest(DatasetManifest.VERSION, dataset.classes(), splits, Attribution.UNKNOWN);
        return desk.write(Json.canonical(manifest).getBytes(StandardCharsets.UTF_8), ArtifactRef.JSON)
                .sha256();
    }
}
