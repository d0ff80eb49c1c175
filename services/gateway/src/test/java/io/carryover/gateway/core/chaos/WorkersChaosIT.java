/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.job.StepOutput;
import io.carryover.gateway.core.JobStatus;
import io.carryover.worker.CrashPoints.Point;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Workers that freeze, leave, are told to stop, or are killed by their job. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class WorkersChaosIT extends Scene {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String HEADS = "heads.cpu";

    @Test
    void aFrozenWorkerThatWakesLateChangesNothing() {
        JobKey job = wantOne(Kind.HEADS, 20, 150);
        try (WorkerProcess frozen = WorkerProcess.start(HEADS)) {
            awaitStatus(job, JobStatus.RUNNING, PATIENCE);
            frozen.freeze();
            try (WorkerProcess other = WorkerProcess.start(HEADS)) {
                awaitStatus(job, JobStatus.SUCCEEDED, PATIENCE);
                frozen.wake();
                JobKey next = wantOne(Kind.HEADS, 1, 10);
                awaitStatus(next, JobStatus.SUCCEEDED, PATIENCE);
                assertThat(other.isAlive()).isTrue();
                eachHasExactlyOneResult(List.of(job, next));
            }
        }
    }

    @Test
    void aSecondStartIsStoppedWhileTheFirstLives() {
        JobKey job = wantOne(Kind.FEATURES, 300, 100);
        try (WorkerProcess first = WorkerProcess.start("features.cpu");
                WorkerProcess second = WorkerProcess.start("features.cpu")) {
            awaitStatus(job, JobStatus.RUNNING, PATIENCE);
            JobsTopic.sendAgain("carryover.jobs.features.cpu", job);
            await(() -> story(job).contains("second start"), PATIENCE, () -> "no second start: " + jobs.find(job));
            awaitStatus(job, JobStatus.SUCCEEDED, PATIENCE);
            assertThat(first.isAlive() && second.isAlive()).isTrue();
        }
        assertThat(story(job)).containsSubsequence("started", "second start", "stopped", "succeeded");
        assertThat(story(job)).doesNotContain("adopted", "lost", "suspect").containsOnlyOnce("succeeded");
        eachHasExactlyOneResult(List.of(job));
    }

    @Test
    void aWorkerThatIsToldToEndHandsItsJobBackAndTheNextGoesOnFromItsCheckpoint() {
        JobKey job = wantOne(Kind.IMPORTS, 30, 150);
        try (WorkerProcess leaving = WorkerProcess.start("imports.cpu")) {
            await(
                    () -> jobs.find(job)
                            .orElseThrow()
                            .progress()
                            .filter(p -> p.done() >= 3)
                            .isPresent(),
                    PATIENCE,
                    () -> "no progress: " + jobs.find(job));
            leaving.terminate();
            await(() -> !leaving.isAlive(), PATIENCE, () -> "it stays");
        }
        try (WorkerProcess other = WorkerProcess.start("imports.cpu")) {
            awaitStatus(job, JobStatus.SUCCEEDED, PATIENCE);
            assertThat(other.isAlive()).isTrue();
        }
        var output = (StepOutput.Slept) jobs.outcome(job).orElseThrow().output();
        assertThat(output.resumedFrom()).isGreaterThanOrEqualTo(3);
        assertThat(story(job)).contains("handed back").doesNotContain("lost", "suspect");
        eachHasExactlyOneResult(List.of(job));
    }

    @Test
    void aRunningJobThatNobodyWantsStopsSoonAndItsWorkerGoesOn() {
        EvaluationId evaluation = evaluation();
        JobKey job = want(evaluation, Kind.ANALYSIS, 1, 1000, 100).getFirst();
        try (WorkerProcess worker = WorkerProcess.start("analysis.cpu")) {
            awaitStatus(job, JobStatus.RUNNING, PATIENCE);
            jobs.unwant(evaluation);
            assertThat(status(job)).isEqualTo(JobStatus.CANCELLING);
            awaitStatus(job, JobStatus.CANCELLED, Duration.ofSeconds(10));
            JobKey next = wantOne(Kind.ANALYSIS, 1, 10);
            awaitStatus(next, JobStatus.SUCCEEDED, PATIENCE);
            assertThat(worker.isAlive()).isTrue();
            assertThat(outcomes.find(job)).isEmpty();
            eachHasExactlyOneResult(List.of(next));
        }
    }

    @Test
    void aJobThatKillsItsWorkersFailsAndMayBeTriedAgain() {
        JobKey job = wantOne(Kind.DETECTION, 20, 20);
        for (int killed = 0; killed < 3 && !status(job).ended(); killed++) {
            try (WorkerProcess victim = WorkerProcess.dyingAt(Point.MID_COMPUTE, "detection.cpu")) {
                await(
                        () -> !victim.isAlive() || status(job).ended(),
                        PATIENCE,
                        () -> victim.name() + " lives: " + jobs.find(job));
            }
        }
        awaitStatus(job, JobStatus.FAILED, PATIENCE);
        assertThat(jobs.find(job).orElseThrow().problem().orElseThrow().code()).isEqualTo("POISON");

        assertThat(jobs.retry(job).state()).isEqualTo(JobStatus.QUEUED);
        try (WorkerProcess healthy = WorkerProcess.start("detection.cpu")) {
            awaitStatus(job, JobStatus.SUCCEEDED, PATIENCE);
            assertThat(healthy.isAlive()).isTrue();
        }
        assertThat(jobs.find(job).orElseThrow().run()).isEqualTo(2);
        eachHasExactlyOneResult(List.of(job));
    }

    @Test
    void aRecordThatNobodyCanReadDoesNoHarm() {
        JobsTopic.send(
                "carryover.jobs.finetune.cpu", "poison", "not a job".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        JobKey job = wantOne(Kind.FINETUNE, 1, 10);
        try (WorkerProcess worker = WorkerProcess.start("finetune.cpu")) {
            awaitStatus(job, JobStatus.SUCCEEDED, PATIENCE);
            List<ConsumerRecord<String, byte[]>> dead =
                    JobsTopic.read("dlq.carryover.jobs.finetune.cpu", "poison", Duration.ofSeconds(20));
            assertThat(dead).hasSize(1);
            assertThat(worker.isAlive()).isTrue();
        }
        eachHasExactlyOneResult(List.of(job));
    }
}
