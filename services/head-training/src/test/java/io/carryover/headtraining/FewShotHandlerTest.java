/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.fewshot.FewShot;
import io.carryover.protocols.fewshot.FewShotResult;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.worker.StepResult;
import io.carryover.worker.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FewShotHandlerTest {
    private final Desk desk;

    FewShotHandlerTest(@TempDir Path scratch) {
        this.desk = new Desk(scratch);
    }

    private static JobSpec.FewShot spec(List<JobKey> pool) {
        return new JobSpec.FewShot(pool, 5, 5, 7, 40, 3, ProtocolId.STUDY, Variant.HEADS_CPU);
    }

    private StepResult run(JobSpec.FewShot spec) throws IOException {
        return new FewShotHandler(2).run(spec, desk);
    }

    /** Two splits that are one pool: the numbers are those of the protocol on all rows, which NumPy's hold to account. */
    @Test
    void scoresTheUnionOfItsSplitsAndKeepsEveryEpisode() throws IOException {
        Rows all = Goldens.rows(Goldens.read("few_shot"));
        int rows = all.labels.length;
        JobKey first = desk.split("first", all.from(0, 30));
        JobKey rest = desk.split("rest", all.from(30, rows));

        StepResult result = run(spec(List.of(first, rest)));

        FewShotResult expected = FewShot.run(
                FeatureMatrix.of(all.values, rows, all.dimension),
                Arrays.stream(all.labels).mapToInt(Math::toIntExact).toArray(),
                new FewShot.Settings(5, 5, 7, 40, 3, 1),
                () -> false);
        var scored = (StepOutput.FewShotScored) result.output();
        assertThat(scored.episodes()).isEqualTo(40);
        assertThat(scored.score().value()).isEqualTo(expected.accuracy());
        assertThat(scored.score().ci95().hi() - scored.score().ci95().lo())
                .isCloseTo(2 * expected.ci95(), within(1e-12));
        assertThat(scored.score().seeds()).containsExactly(3L);
        assertThat(result.artifacts()).containsOnlyKeys("accuracies");
        try (SafetensorsFile file = SafetensorsFile.open(
                desk.fetch(requireNonNull(result.artifacts().get("accuracies"))), ErrorCode.INPUT_LOST)) {
            assertThat(file.tensor("accuracies").toDoubles()).isEqualTo(expected.accuracies());
        }
    }

    @Test
    void stopsBetweenEpisodesWhenAsked() throws IOException {
        JobKey pool = desk.split("pool", Goldens.rows(Goldens.read("few_shot")));
        desk.stopAt = 0;

        assertThatThrownBy(() -> run(spec(List.of(pool)))).isInstanceOf(StopSignal.class);
    }

    @Test
    void aClassThatIsTooSmallIsNamed() throws IOException {
        Rows all = Goldens.rows(Goldens.read("few_shot"));
        JobKey pool = desk.split("pool", all.from(0, 40));

        assertThatThrownBy(() -> run(spec(List.of(pool))))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_FEW_IMAGES))
                .hasMessageContaining("images, an episode needs 12");
    }

    @Test
    void splitsOfOtherDimensionAreNoPool() throws IOException {
        JobKey two = desk.split("two", new Rows(new float[8], 2, new long[4]));
        JobKey four = desk.split("four", new Rows(new float[16], 4, new long[4]));

        assertThatThrownBy(() -> run(spec(List.of(two, four))))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FEATURES))
                .hasMessageContaining("splits have features of dimension 2 and 4");
    }
}
