/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.storage.TrainingCheckpoints.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCheckpointsTest {
    private static final JobKey JOB = new JobKey("job-1");
    private static final AttemptId FIRST = new AttemptId("a1");
    private static final AttemptId SECOND = new AttemptId("a2");

    private final Path weights;
    private final ObjectStore store = new InMemoryObjectStore();
    private final TrainingCheckpoints checkpoints = new TrainingCheckpoints(store);

    TrainingCheckpointsTest(@TempDir Path folder) throws IOException {
        this.weights = Files.writeString(folder.resolve("weights"), "weights");
    }

    @Test
    void resumesFromTheHighestCompleteStepOfAnyAttempt() throws IOException {
        assertThat(checkpoints.latest(JOB)).isEmpty();
        save(FIRST, 100);
        save(SECOND, 1000);
        save(FIRST, 999);
        store.put("checkpoints/job-1/a3/000000002000/weights", new byte[3], "x"); // no manifest: incomplete
        store.put("checkpoints/job-1/a3/000000003000/manifest.json", "{".getBytes(UTF_8), "x");
        store.put("checkpoints/job-10/a9/000000009000/manifest.json", "{}".getBytes(UTF_8), "x");

        Checkpoint latest = checkpoints.latest(JOB).orElseThrow();
        assertThat(latest.step()).isEqualTo(1000);
        assertThat(latest.attempt()).isEqualTo(SECOND);
        assertThat(checkpoints.open(latest, "weights").readAllBytes())
                .asString(UTF_8)
                .isEqualTo("weights");
        assertThat(checkpoints.complete(JOB)).extracting(Checkpoint::step).containsExactly(1000L, 999L, 100L);
    }

    @Test
    void noticesACorruptCheckpoint() {
        Checkpoint saved = save(FIRST, 5);
        store.put("checkpoints/job-1/a1/000000000005/weights", "weighty".getBytes(UTF_8), "x");
        assertThatExceptionOfType(CarryoverException.class)
                .isThrownBy(() -> checkpoints.open(saved, "weights").readAllBytes())
                .withMessageContaining("has other bytes than its digest says");
        assertThatExceptionOfType(CarryoverException.class)
                .isThrownBy(() -> checkpoints.open(saved, "optimizer"))
                .withMessage("no checkpoints/job-1/a1/000000000005/optimizer in the object store");
    }

    @Test
    void deletesOneOrAllOfThisJobOnly() {
        Checkpoint one = save(FIRST, 1);
        save(FIRST, 2);
        store.put("checkpoints/job-10/a9/000000000001/weights", new byte[1], "x");
        checkpoints.delete(one);
        assertThat(checkpoints.complete(JOB)).extracting(Checkpoint::step).containsExactly(2L);
        checkpoints.deleteAll(JOB);
        assertThat(store.list("", Optional.empty(), 10).objects())
                .extracting(ObjectStore.ObjectStat::key)
                .containsExactly("checkpoints/job-10/a9/000000000001/weights");
    }

    private Checkpoint save(AttemptId attempt, long step) {
        return checkpoints.save(JOB, attempt, step, Map.of("weights", weights));
    }
}
