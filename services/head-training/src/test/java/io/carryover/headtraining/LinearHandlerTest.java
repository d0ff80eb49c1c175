/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.json.Json;
import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.calibration.LabelledLogits;
import io.carryover.protocols.calibration.Reliability;
import io.carryover.protocols.calibration.ScaledCalibration;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.worker.StepResult;
import io.carryover.worker.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearHandlerTest {
    private final Desk desk;

    LinearHandlerTest(@TempDir Path scratch) {
        this.desk = new Desk(scratch);
    }

    private static JobSpec.LinearProbe spec(JobKey train, JobKey val, JobKey test, ProtocolId protocol, String metric) {
        return new JobSpec.LinearProbe(train, val, test, protocol, metric, Variant.HEADS_CPU);
    }

    private JobSpec.LinearProbe golden(JsonNode golden, ProtocolId protocol, String metric) throws IOException {
        return spec(
                desk.split("train", Goldens.rows(golden.path("train"))),
                desk.split("val", Goldens.rows(golden.path("val"))),
                desk.split("test", Goldens.rows(golden.path("test"))),
                protocol,
                metric);
    }

    private StepResult run(JobSpec.LinearProbe spec) throws IOException {
        return new LinearHandler(2).run(spec, desk);
    }

    @Test
    void studyGivesScipysNumbersAndKeepsTheLogits() throws IOException {
        JsonNode golden = Goldens.read("linear");

        StepResult result = run(golden(golden, ProtocolId.STUDY, "top1"));

        var scored = (StepOutput.LinearScored) result.output();
        assertThat(scored.bestC()).isEqualTo(1.778279387127403);
        assertThat(scored.score().value())
                .isEqualTo(golden.at("/study/test").asDouble())
                .isEqualTo(77.0);
        assertThat(scored.score().n()).isEqualTo(200);
        assertThat(scored.score().ci95().lo()).isLessThan(77.0);
        assertThat(scored.score().ci95().hi()).isGreaterThan(77.0);
        assertThat(scored.sweep()).hasSize(45);
        for (int i = 0; i < 45; i++) {
            assertThat(scored.sweep().get(i).value())
                    .as("value for C = %s", scored.sweep().get(i).c())
                    .isCloseTo(
                            golden.at("/study/value/" + i).asDouble(),
                            within(1e-9
                                    + 3 * golden.at("/study/value_spread/" + i).asDouble()));
        }
        assertThat(result.variant()).isEqualTo(Variant.HEADS_CPU);
        assertThat(result.threads()).isEqualTo(2);
        assertThat(desk.progress).isSorted().hasSizeGreaterThanOrEqualTo(45);
        assertThatLogitsGiveTheScore(result, golden, 77.0);
    }

    /** Shape, labels and ids as the test split has them, and an arg max that is right as often as the score says. */
    private void assertThatLogitsGiveTheScore(StepResult result, JsonNode golden, double score) throws IOException {
        assertThat(result.artifacts()).containsOnlyKeys("logits");
        ArtifactRef kept = requireNonNull(result.artifacts().get("logits"));
        try (SafetensorsFile file = SafetensorsFile.open(desk.fetch(kept), ErrorCode.INPUT_LOST)) {
            assertThat(file.tensor("logits").shape()).containsExactly(200L, 10L);
            long[] labels = file.tensor("labels").toLongs();
            assertThat(labels).isEqualTo(Goldens.rows(golden.path("test")).labels);
            assertThat(Json.read(requireNonNull(file.metadata().get("images")), JsonNode.class))
                    .isEqualTo(Json.read(
                            Json.text(IntStream.range(0, 200)
                                    .mapToObj(i -> "test/" + i)
                                    .toList()),
                            JsonNode.class));
            float[] logits = new float[2000];
            file.tensor("logits").copyFloats(0, logits, 0, logits.length);
            long right = IntStream.range(0, 200)
                    .filter(i -> argMax(Arrays.copyOfRange(logits, i * 10, i * 10 + 10)) == labels[i])
                    .count();
            assertThat(right / 2.0).isEqualTo(score);
        }
    }

    private static int argMax(float[] row) {
        return IntStream.range(0, row.length).reduce(0, (best, i) -> row[i] > row[best] ? i : best);
    }

    @Test
    void convergedGivesScikitLearnsNumbers() throws IOException {
        JsonNode golden = Goldens.read("linear");

        var scored = (StepOutput.LinearScored)
                run(golden(golden, ProtocolId.CONVERGED, "top1")).output();

        assertThat(scored.bestC()).isEqualTo(golden.at("/converged/best_c").asDouble());
        assertThat(scored.score().value())
                .isCloseTo(golden.at("/converged/test").asDouble(), within(1e-9));
    }

    /** Whoever has the logits that are kept can compute it again. */
    @Test
    void studysCalibrationIsThatOfItsLogitsAndTunedOnTest() throws IOException {
        StepResult result = run(golden(Goldens.read("linear"), ProtocolId.STUDY, "top1"));

        StepOutput.Calibration calibration =
                ((StepOutput.LinearScored) result.output()).calibration().orElseThrow();
        LabelledLogits logits = logits(result, "logits");
        Reliability plain = Reliability.of(logits, 1, 15);
        assertThat(calibration.ece()).isEqualTo(plain.ece()).isGreaterThan(0);
        assertThat(calibration.nll()).isEqualTo(plain.nll());
        assertThat(calibration.brier()).isEqualTo(plain.brier());
        assertThat(calibration.bins()).hasSize(15);
        assertThat(calibration.bins().stream()
                        .mapToInt(StepOutput.ReliabilityBin::images)
                        .sum())
                .isEqualTo(200);
        StepOutput.ScaledCalibration scaled = calibration.scaled().orElseThrow();
        ScaledCalibration again = ScaledCalibration.study(logits, 15);
        assertThat(scaled.temperatures()).isEqualTo(again.temperatures()).hasSize(5);
        assertThat(scaled.ece()).isEqualTo(again.ece());
        assertThat(scaled.tunedOnTest()).isTrue();
    }

    @Test
    void convergedFitsItsTemperatureOnValidationImagesThatTheFitHasNotSeen() throws IOException {
        StepResult result = run(golden(Goldens.read("linear"), ProtocolId.CONVERGED, "top1"));

        var scored = (StepOutput.LinearScored) result.output();
        StepOutput.ScaledCalibration scaled =
                scored.calibration().orElseThrow().scaled().orElseThrow();
        LabelledLogits validation = logits(result, "validation-logits");
        ScaledCalibration again = ScaledCalibration.fittedOn(validation, logits(result, "logits"), 15);
        assertThat(scaled.temperatures()).isEqualTo(again.temperatures()).hasSize(1);
        assertThat(scaled.nll()).isEqualTo(again.nll());
        assertThat(scaled.tunedOnTest()).isFalse();
        double best = scored.sweep().stream()
                .filter(p -> p.c() == scored.bestC())
                .findFirst()
                .orElseThrow()
                .value();
        assertThat(Reliability.of(validation, 1, 15).accuracy()).isCloseTo(best, within(1e-9));
    }

    private LabelledLogits logits(StepResult result, String artifact) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(
                desk.fetch(requireNonNull(result.artifacts().get(artifact))), ErrorCode.INPUT_LOST)) {
            int rows = Math.toIntExact(file.tensor("logits").shape().getFirst());
            float[] values = new float[rows * 10];
            file.tensor("logits").copyFloats(0, values, 0, values.length);
            return LabelledLogits.of(
                    FeatureMatrix.of(values, rows, 10),
                    Arrays.stream(file.tensor("labels").toLongs())
                            .mapToInt(Math::toIntExact)
                            .toArray());
        }
    }

    @Test
    void meanPerClassSaysHowItsIntervalWasDrawn() throws IOException {
        var scored = (StepOutput.LinearScored) run(golden(Goldens.read("linear"), ProtocolId.STUDY, "mean-per-class"))
                .output();

        assertThat(scored.score().metric()).isEqualTo("mean-per-class");
        assertThat(scored.score().seeds()).containsExactly(LinearHandler.BOOTSTRAP_SEED);
    }

    @Test
    void severalClassesPerImageGiveScipysPrecision() throws IOException {
        JsonNode golden = Goldens.read("linear");
        JobSpec.LinearProbe spec =
                spec(marked("train", golden), marked("val", golden), marked("test", golden), ProtocolId.STUDY, "map11");

        StepResult result = run(spec);

        var scored = (StepOutput.LinearScored) result.output();
        assertThat(scored.score().metric()).isEqualTo("map11");
        assertThat(scored.bestC()).isEqualTo(golden.at("/multi_study/best_c").asDouble());
        assertThat(scored.score().value())
                .isCloseTo(
                        golden.at("/multi_study/test").asDouble(),
                        within(1e-9 + 3 * golden.at("/multi_study/test_spread").asDouble()));
        ArtifactRef kept = requireNonNull(result.artifacts().get("logits"));
        try (SafetensorsFile file = SafetensorsFile.open(desk.fetch(kept), ErrorCode.INPUT_LOST)) {
            byte[] marks = file.tensor("labels").toBytes();
            assertThat(marks).isEqualTo(marks(golden.path("test")));
            assertThat(file.tensor("logits").shape().getFirst()).isEqualTo(200);
        }
        JobSpec.LinearProbe single = spec(spec.train(), spec.val(), spec.test(), ProtocolId.STUDY, "top1");
        assertRefused(() -> run(single), ErrorCode.INVALID_REQUEST, "multi-label data is scored by map11 alone");
        var fewShot = new JobSpec.FewShot(List.of(spec.train()), 2, 1, 1, 2, 0, ProtocolId.STUDY, Variant.HEADS_CPU);
        assertRefused(
                () -> new FewShotHandler(1).run(fewShot, desk), ErrorCode.INVALID_FEATURES, "one class per image");
    }

    /** A split in two shards, with the marks that the golden file has beside its labels. */
    private JobKey marked(String split, JsonNode golden) throws IOException {
        Rows rows = Goldens.rows(golden.path(split));
        byte[] marks = marks(golden.path(split));
        int half = rows.labels.length / 2;
        return desk.split(
                split + "-marked",
                rows.labels.length,
                rows.dimension,
                List.of(
                        desk.marked(split, 0, rows.from(0, half), marks),
                        desk.marked(split, half, rows.from(half, rows.labels.length), marks)));
    }

    private static byte[] marks(JsonNode split) {
        byte[] marks = new byte[split.path("marks").size()];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = (byte) split.path("marks").path(i).asInt();
        }
        return marks;
    }

    @Test
    void stopsBetweenIterationsWhenAsked() throws IOException {
        JobSpec.LinearProbe spec = golden(Goldens.read("linear"), ProtocolId.STUDY, "top1");
        desk.stopAt = 3;

        assertThatThrownBy(() -> run(spec)).isInstanceOf(StopSignal.class);
        assertThat(desk.progress).hasSize(3);
    }

    private static Rows small(int dimension, long... labels) {
        float[] values = new float[labels.length * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 7 % 11) - 5;
        }
        return new Rows(values, dimension, labels);
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void aFeatureThatIsNotANumberIsNamedWithItsImage() throws IOException {
        Rows broken = small(3, 0, 1, 0, 1);
        broken.values[3 * 2 + 1] = Float.NaN;
        JobKey fine = desk.split("fine", small(3, 0, 1, 0, 1));
        JobKey bad = desk.split("bad", broken);

        assertRefused(
                () -> run(spec(fine, bad, fine, ProtocolId.STUDY, "top1")),
                ErrorCode.DEGENERATE_FEATURES,
                "feature 1 of image 'bad/2' is NaN");
    }

    @Test
    void aClassThatOnlyTestHasIsNamed() throws IOException {
        JobKey two = desk.split("two", small(3, 0, 1, 0, 1));
        JobKey three = desk.split("three", small(3, 0, 1, 2, 1));

        assertRefused(
                () -> run(spec(two, two, three, ProtocolId.STUDY, "top1")),
                ErrorCode.CLASS_ABSENT,
                "class 2 has no image in train");
    }

    @Test
    void splitsOfOtherDimensionAreRefusedWithBoth() throws IOException {
        JobKey three = desk.split("three", small(3, 0, 1, 0, 1));
        JobKey four = desk.split("four", small(4, 0, 1, 0, 1));

        assertRefused(
                () -> run(spec(three, three, four, ProtocolId.STUDY, "top1")),
                ErrorCode.INVALID_FEATURES,
                "splits differ in dimension: 3 and 4");
    }

    @Test
    void shardsThatAreNotWhatTheOutcomePromisesAreLostInput() throws IOException {
        JobKey fine = desk.split("fine", small(3, 0, 1, 0, 1));
        ArtifactRef shard = desk.shard("odd", 0, small(3, 0, 1, 0, 1));
        JobKey wide = desk.split("wide", 4, 2, List.of(shard));
        JobKey few = desk.split("few", 5, 3, List.of(shard));
        JobKey many = desk.split("many", 3, 3, List.of(shard));

        assertRefused(() -> run(spec(wide, fine, fine, ProtocolId.STUDY, "top1")), ErrorCode.INPUT_LOST, "F32 [4, 3]");
        assertRefused(
                () -> run(spec(few, fine, fine, ProtocolId.STUDY, "top1")),
                ErrorCode.INPUT_LOST,
                "features of 4 images where 5 are promised");
        assertRefused(() -> run(spec(many, fine, fine, ProtocolId.STUDY, "top1")), ErrorCode.INPUT_LOST, "4 labels");
        assertRefused(
                () -> run(spec(fine, fine, new JobKey("nobody"), ProtocolId.STUDY, "top1")),
                ErrorCode.INPUT_LOST,
                "job nobody has no outcome");
    }

    @Test
    void aMetricThatLinearDoesNotKnowIsNamed() throws IOException {
        JobKey fine = desk.split("fine", small(3, 0, 1, 0, 1));

        assertRefused(
                () -> run(spec(fine, fine, fine, ProtocolId.STUDY, "map101")),
                ErrorCode.UNKNOWN_TASK,
                "no metric 'map101' for linear");
    }
}
