/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Precision;
import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.storage.JobArtifacts.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class JobArtifactsTest {
    private static final JobKey JOB = new JobKey("job-1");
    private static final AttemptId FIRST = new AttemptId("attempt-1");
    private static final AttemptId SECOND = new AttemptId("attempt-2");

    private final ObjectStore store = new InMemoryObjectStore();
    private final JobArtifacts artifacts = new JobArtifacts(store);

    @Test
    void letsTheFirstOutcomeCountAndTellsTheSecondItsValues() {
        assertThat(artifacts.readOutcome(JOB)).isEmpty();
        assertThat(artifacts.commit(outcome(FIRST, 10))).isEqualTo(new Commit.Committed(outcome(FIRST, 10)));
        assertThat(artifacts.commit(outcome(SECOND, 99))).isEqualTo(new Commit.Lost(outcome(FIRST, 10)));
        assertThat(artifacts.readOutcome(JOB)).contains(outcome(FIRST, 10));
    }

    @Test
    void letsAnAttemptCommitTwice() {
        artifacts.commit(outcome(FIRST, 10));
        assertThat(artifacts.commit(outcome(FIRST, 10))).isInstanceOf(Commit.Committed.class);
    }

    @Test
    void commitsOneOfManyAttempts() throws Exception {
        List<Callable<Commit>> attempts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Outcome mine = outcome(new AttemptId("a" + i), i);
            attempts.add(() -> artifacts.commit(mine));
        }
        int committed = 0;
        List<Outcome> told = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Commit> commit : threads.invokeAll(attempts)) {
                committed += commit.get() instanceof Commit.Committed ? 1 : 0;
                told.add(commit.get().outcome());
            }
        }
        assertThat(committed).isOne();
        assertThat(told).hasSize(16).containsOnly(artifacts.readOutcome(JOB).orElseThrow());
    }

    @Test
    void takesALostOutcomeAwayOnceAndForItsAttemptOnly() {
        artifacts.commit(outcome(FIRST, 10));
        artifacts.putManifest(JOB, "first".getBytes(UTF_8));
        assertThat(artifacts.quarantine(JOB, SECOND)).isFalse();
        assertThat(artifacts.quarantine(JOB, FIRST)).isTrue();
        assertThat(artifacts.quarantine(JOB, FIRST)).isTrue();
        assertThat(artifacts.isQuarantined(JOB, FIRST)).isTrue();
        assertThat(artifacts.readOutcome(JOB)).isEmpty();
        assertThat(artifacts.readManifest(JOB)).isEmpty();

        assertThat(artifacts.commit(outcome(SECOND, 20))).isInstanceOf(Commit.Committed.class);
        assertThat(artifacts.quarantine(JOB, FIRST)).isTrue();
        assertThat(artifacts.readOutcome(JOB)).contains(outcome(SECOND, 20));
        assertThat(artifacts.isQuarantined(JOB, SECOND)).isFalse();
    }

    @Test
    void givesTheManifestThatWasFirst() {
        assertThat(artifacts.putManifest(JOB, "first".getBytes(UTF_8)))
                .asString(UTF_8)
                .isEqualTo("first");
        assertThat(artifacts.putManifest(JOB, "second".getBytes(UTF_8)))
                .asString(UTF_8)
                .isEqualTo("first");
    }

    @Test
    void saysWhenAnOutcomeIsUnreadableOrFromTheFuture() {
        store.put("jobs/job-1/outcome.json", "{\"version\":1".getBytes(UTF_8), "application/json");
        assertThatExceptionOfType(CarryoverException.class)
                .isThrownBy(() -> artifacts.readOutcome(JOB))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_LOST))
                .withMessage("the outcome of job job-1 is unreadable");
        store.put("jobs/job-1/outcome.json", "{\"version\":999}".getBytes(UTF_8), "application/json");
        assertThatExceptionOfType(CarryoverException.class)
                .isThrownBy(() -> artifacts.readOutcome(JOB))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_VERSION));
    }

    private static Outcome outcome(AttemptId attempt, int steps) {
        return new Outcome(
                Outcome.VERSION,
                JOB,
                1,
                attempt,
                "sleep",
                1,
                new StepOutput.Slept(steps, 0),
                new TreeMap<>(),
                new Provenance(
                        new Variant(Engine.ONNX, Precision.FP32, DeviceClass.CPU),
                        2,
                        "0.1.0",
                        new WorkerId("worker-1"),
                        "host",
                        Instant.parse("2026-11-24T00:00:00Z"),
                        Duration.ofSeconds(3)));
    }
}
