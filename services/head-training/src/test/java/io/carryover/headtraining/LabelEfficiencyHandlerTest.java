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
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.worker.StepResult;
import io.carryover.worker.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelEfficiencyHandlerTest {
    private final Desk desk;

    LabelEfficiencyHandlerTest(@TempDir Path scratch) {
        this.desk = new Desk(scratch);
    }

    private JobSpec.LabelEfficiency spec(int subsets, Integer... labels) throws IOException {
        JsonNode golden = Goldens.read("linear");
        return new JobSpec.LabelEfficiency(
                desk.split("train", Goldens.rows(golden.path("train"))),
                desk.split("val", Goldens.rows(golden.path("val"))),
                desk.split("test", Goldens.rows(golden.path("test"))),
                List.of(labels),
                subsets,
                0,
                ProtocolId.CONVERGED,
                "top1",
                Variant.HEADS_CPU);
    }

    private StepResult run(JobSpec.LabelEfficiency spec) throws IOException {
        return new LabelEfficiencyHandler(2).run(spec, desk);
    }

    @Test
    void theCurveIsThatOfThePredictionsThatAreKept() throws IOException {
        StepResult result = run(spec(3, 1, 2, 10, 1000));

        var scored = (StepOutput.LabelEfficiencyScored) result.output();
        assertThat(scored.curve()).extracting(StepOutput.LabelPoint::labels).containsExactly(1, 2, 10);
        assertThat(scored.score().metric()).isEqualTo("top1-at-10-labels");
        assertThat(scored.score().value()).isEqualTo(scored.curve().getLast().mean());
        assertThat(scored.score().ci95().method()).isEqualTo("subsets");
        assertThat(scored.score().seeds()).containsExactly(0L);
        assertThat(scored.warnings().getFirst()).startsWith("1000 labels per class left out: the smallest class has ");
        try (SafetensorsFile file = SafetensorsFile.open(
                desk.fetch(requireNonNull(result.artifacts().get("curve"))), ErrorCode.INPUT_LOST)) {
            assertThat(file.tensor("predictions").shape()).containsExactly(3L, 3L, 200L);
            assertThat(file.tensor("labels_per_class").toLongs()).containsExactly(1, 2, 10);
            long[] predicted = file.tensor("predictions").toLongs();
            long[] labels = file.tensor("labels").toLongs();
            double[] values = file.tensor("values").toDoubles();
            for (int run = 0; run < 9; run++) {
                int right = 0;
                for (int i = 0; i < 200; i++) {
                    right += predicted[run * 200 + i] == labels[i] ? 1 : 0;
                }
                assertThat(values[run]).isEqualTo(right / 2.0);
            }
            StepOutput.LabelPoint last = scored.curve().getLast();
            assertThat(last.values()).containsExactly(values[6], values[7], values[8]);
            assertThat(last.mean())
                    .isCloseTo(Arrays.stream(values, 6, 9).average().orElseThrow(), within(1e-12));
        }
        assertThat(desk.progress).isSorted().endsWith(3L * (1 + (2 * 45 + 1) + (5 * 45 + 1)));
    }

    @Test
    void stopsBetweenIterationsWhenAsked() throws IOException {
        JobSpec.LabelEfficiency spec = spec(10, 2);
        desk.stopAt = 5;

        assertThatThrownBy(() -> run(spec)).isInstanceOf(StopSignal.class);
        assertThat(desk.progress).hasSize(5);
    }
}
