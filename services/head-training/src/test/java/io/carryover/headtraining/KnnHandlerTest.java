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
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.worker.StepResult;
import io.carryover.worker.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnnHandlerTest {
    private final Desk desk;

    KnnHandlerTest(@TempDir Path scratch) {
        this.desk = new Desk(scratch);
    }

    private JobSpec.Knn spec(Rows train, Rows test, Integer... neighbours) throws IOException {
        JobKey known = desk.split("train", train);
        return new JobSpec.Knn(
                known, desk.split("test", test), List.of(neighbours), 0.07, ProtocolId.DINO, Variant.HEADS_CPU);
    }

    private StepResult run(JobSpec.Knn spec) throws IOException {
        return new KnnHandler(2).run(spec, desk);
    }

    /** golden/knn.py of protocols. */
    @Test
    void everyKGivesPytorchsNumberAndThePredictionsGiveItAgain() throws IOException {
        JsonNode golden = Goldens.read("knn");
        Rows test = Goldens.rows(golden.path("test"));

        StepResult result = run(spec(Goldens.rows(golden.path("train")), test, 10, 20, 100, 200));

        var scored = (StepOutput.KnnScored) result.output();
        assertThat(scored.values()).extracting(StepOutput.KnnValue::k).containsExactly(10, 20, 100, 200);
        try (SafetensorsFile file = SafetensorsFile.open(
                desk.fetch(requireNonNull(result.artifacts().get("predictions"))), ErrorCode.INPUT_LOST)) {
            long[] labels = file.tensor("labels").toLongs();
            assertThat(labels).isEqualTo(test.labels);
            assertThat(file.metadata().get("images")).startsWith("[\"test/0\",\"test/1\"");
            for (StepOutput.KnnValue value : scored.values()) {
                assertThat(value.value())
                        .as("k %d", value.k())
                        .isCloseTo(golden.at("/top1/" + value.k()).asDouble(), within(1e-9));
                assertThat(value.ci95().method()).isEqualTo("wilson");
                long[] predicted = file.tensor(value.k() == 20 ? "predictions" : "predictions_k" + value.k())
                        .toLongs();
                long right = IntStream.range(0, labels.length)
                        .filter(i -> predicted[i] == labels[i])
                        .count();
                assertThat(100.0 * right / labels.length).isCloseTo(value.value(), within(1e-9));
            }
        }
        assertThat(scored.score().metric()).isEqualTo("top1-k20");
        assertThat(scored.score().value()).isEqualTo(scored.values().get(1).value());
        assertThat(scored.score().n()).isEqualTo(157);
        assertThat(scored.warnings()).isEmpty();
        assertThat(result.threads()).isEqualTo(2);
    }

    @Test
    void moreNeighboursThanThereAreImagesAreLeftOutAndSaid() throws IOException {
        JsonNode golden = Goldens.read("knn");
        Rows train = Goldens.rows(golden.path("train"));

        var scored = (StepOutput.KnnScored) run(spec(train.from(0, 60), train.from(60, 90), 10, 20, 100, 200))
                .output();

        assertThat(scored.values()).extracting(StepOutput.KnnValue::k).containsExactly(10, 20);
        assertThat(scored.warnings()).containsExactly("k 100, 200 left out: there are 60 training images");
        assertThat(scored.score().metric()).isEqualTo("top1-k20");
    }

    @Test
    void tooFewImagesForAnyKAreRefused() throws IOException {
        Rows rows = new Rows(new float[] {1, 0, 0, 1, 1, 1}, 2, new long[] {0, 1, 1});
        JobSpec.Knn spec = spec(rows, rows.from(0, 2), 10, 20);

        assertThatThrownBy(() -> run(spec))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_FEW_IMAGES))
                .hasMessage("the fewest neighbours asked for are 10, there are 3 training images");
    }

    @Test
    void stopsBetweenImagesWhenAsked() throws IOException {
        JsonNode golden = Goldens.read("knn");
        JobSpec.Knn spec = spec(Goldens.rows(golden.path("train")), Goldens.rows(golden.path("test")), 10);
        desk.stopAt = 0;

        assertThatThrownBy(() -> run(spec)).isInstanceOf(StopSignal.class);
    }
}
