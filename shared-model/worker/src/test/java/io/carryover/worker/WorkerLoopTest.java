/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.event.WorkerEvent.HandedBack;
import io.carryover.contracts.event.WorkerEvent.Heartbeat;
import io.carryover.contracts.event.WorkerEvent.Left;
import io.carryover.contracts.event.WorkerEvent.Stopped;
import io.carryover.contracts.event.WorkerEvent.Succeeded;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerLoopTest {
    private final Path scratch;

    WorkerLoopTest(@TempDir Path scratch) {
        this.scratch = scratch;
    }

    private static StepResult slept(int steps) {
        return StepResult.of(new StepOutput.Slept(steps, 0), Map.of(), Variant.HEADS_CPU, 1);
    }

    private static Outcome outcomeOf(JobMessage message, String attempt) {
        return new Outcome(
                Outcome.VERSION,
                message.job(),
                1,
                new AttemptId(attempt),
                "sleep",
                1,
                new StepOutput.Slept(9, 0),
                new TreeMap<>(),
                new Provenance(
                        Variant.HEADS_CPU, 1, "test", new WorkerId("other"), "host", Instant.EPOCH, Duration.ZERO));
    }

    @Test
    void aWorkerOfOneJobLeavesAfterItAndTakesNoSecondOne() {
        try (Bench bench = new Bench(scratch)) {
            WorkerLoop worker = bench.worker(
                    "w", new SleepHandler(), s -> s.with(new WorkerSettings.Shift(1, Duration.ofSeconds(60))));
            JobKey first = bench.send(Jobs.sleep("a", 2, 10));
            JobKey second = bench.send(Jobs.sleep("b", 2, 10));

            assertThat(worker.left().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
            assertThat(bench.events.await(Left.class).worker()).isEqualTo(new WorkerId("w"));
            assertThat(bench.said(first)).containsExactly("Started", "Succeeded");
            assertThat(bench.said(second)).isEmpty();
            assertThat(bench.exited.getCount()).as("no defect").isEqualTo(1);
        }
    }

    @Test
    void aWorkerOfOneJobThatFindsNoneLeavesToo() {
        try (Bench bench = new Bench(scratch)) {
            WorkerLoop worker = bench.worker(
                    "w", new SleepHandler(), s -> s.with(new WorkerSettings.Shift(1, Duration.ofMillis(50))));

            assertThat(worker.left().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void aJobIsComputedCommittedAndReported() {
        try (Bench bench = new Bench(scratch)) {
            bench.worker("w");
            JobMessage message = Jobs.sleep("a", 5, 100);
            JobKey job = bench.send(message);
            Succeeded succeeded = bench.events.await(Succeeded.class);
            Outcome outcome = bench.store.outcome(job).orElseThrow();
            assertThat(succeeded.committedBy()).isEqualTo(outcome.attempt());
            assertThat(outcome.output()).isEqualTo(new StepOutput.Slept(5, 0));
            assertThat(outcome.provenance().variant().device()).isEqualTo(DeviceClass.CPU);
            assertThat(bench.said(job)).containsExactly("Started", "Succeeded");
            Heartbeat heartbeat = bench.events.await(Heartbeat.class);
            assertThat(heartbeat.progress().total()).isEqualTo(5);
            assertThat(heartbeat.progress().unit()).isEqualTo("steps");
            assertThat(bench.store.checkpoints(job)).isZero();
            assertThat(bench.queue.member().take(Bench.LOCK.plusMillis(200))).isEmpty();
            assertThat(scratch).isEmptyDirectory();
            assertThat(bench.meters
                            .get("carryover_attempts_total")
                            .tags("queue", "heads.cpu", "outcome", "succeeded", "error_class", "none")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void anOutcomeThatExistsIsOnlyToldAgain() {
        try (Bench bench = new Bench(scratch)) {
            JobMessage message = Jobs.sleep("a", 1, 0);
            bench.store.commit(outcomeOf(message, "earlier"));
            bench.send(message);
            bench.worker("w");
            assertThat(bench.events.await(Succeeded.class).committedBy()).isEqualTo(new AttemptId("earlier"));
            assertThat(bench.said(message.job())).containsExactly("Succeeded");
        }
    }

    @Test
    void whoCommitsSecondAdoptsTheWinner() {
        try (Bench bench = new Bench(scratch)) {
            JobMessage message = Jobs.sleep("a", 1, 0);
            bench.worker("w", (spec, context) -> {
                bench.store.commit(outcomeOf(message, "faster"));
                return slept(1);
            });
            bench.send(message);
            assertThat(bench.events.await(Succeeded.class).committedBy()).isEqualTo(new AttemptId("faster"));
        }
    }

    @Test
    void aRunThatEndedIsSkippedInSilence() {
        try (Bench bench = new Bench(scratch)) {
            JobMessage ended = Jobs.sleep("ended", 1, 0);
            bench.events.tell(new ControlState(ControlState.VERSION, ended.job(), 1, new TreeSet<>()));
            bench.send(ended);
            JobMessage next = Jobs.sleep("next", 1, 0);
            bench.send(next);
            bench.worker("w");
            bench.events.await(Succeeded.class);
            assertThat(bench.said(ended.job())).isEmpty();
            assertThat(bench.said(next.job())).containsExactly("Started", "Succeeded");
        }
    }

    @Test
    void aJobThatIsToldToStopStopsAtItsNextStep() {
        try (Bench bench = new Bench(scratch)) {
            JobKey job = bench.send(Jobs.sleep("a", 10_000, 50));
            bench.worker("w");
            bench.events.await(Heartbeat.class);
            bench.events.tell(new ControlState(ControlState.VERSION, job, 1, new TreeSet<>()));
            bench.events.await(Stopped.class);
            JobMessage next = Jobs.sleep("next", 1, 0);
            bench.send(next);
            bench.events.await(Succeeded.class);
            assertThat(bench.said(job)).containsExactly("Started", "Stopped");
        }
    }

    @Test
    void aWorkerThatShutsDownHandsBackAndAnotherGoesOn() {
        try (Bench bench = new Bench(scratch)) {
            JobMessage message = Jobs.sleep("a", 20, 50);
            WorkerLoop first = bench.worker("first");
            JobKey job = bench.send(message);
            bench.events.await(Heartbeat.class);
            first.close();
            HandedBack back = bench.events.await(HandedBack.class);
            assertThat(back.steps()).isPositive();
            assertThat(back.checkpoint()).hasValueSatisfying(name -> assertThat(name)
                    .isEqualTo(back.attempt().attempt() + "/" + back.steps()));
            bench.events.await(Left.class);
            assertThat(first.condition().state()).isEqualTo(WorkerLoop.State.LEFT);
            assertThat(bench.queue.member().take(Bench.LOCK.plusMillis(200))).isEmpty();
            bench.worker("second");
            bench.send(message);
            bench.events.await(Succeeded.class);
            assertThat(bench.store.outcome(job).orElseThrow().output())
                    .isEqualTo(new StepOutput.Slept(20, (int) back.steps()));
        }
    }

    @Test
    void aJobThatAsksForAnotherWorkerIsLeftToIt() {
        try (Bench bench = new Bench(scratch)) {
            JobMessage message = Jobs.avoiding(Jobs.sleep("a", 1, 0), "w");
            JobKey job = bench.send(message);
            bench.worker("w", (spec, context) -> slept(1));
            HandedBack back = bench.events.await(HandedBack.class);
            assertThat(back.reason()).contains(HandedBack.AVOIDED);
            assertThat(bench.said(job)).containsExactly("Started", "HandedBack");
            assertThat(bench.queue.member().take(Bench.LOCK.plusMillis(200))).isEmpty();

            bench.send(Jobs.avoiding(Jobs.sleep("a", 1, 0), "another"));
            assertThat(bench.events.await(Succeeded.class).worker()).isEqualTo(new WorkerId("w"));
            assertThat(bench.said(job)).containsExactly("Started", "HandedBack", "Started", "Succeeded");
        }
    }
}
