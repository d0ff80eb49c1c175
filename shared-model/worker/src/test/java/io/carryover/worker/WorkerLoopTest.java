/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.event.WorkerEvent.Announced;
import io.carryover.contracts.event.WorkerEvent.AttemptFailed;
import io.carryover.contracts.event.WorkerEvent.HandedBack;
import io.carryover.contracts.event.WorkerEvent.Heartbeat;
import io.carryover.contracts.event.WorkerEvent.Left;
import io.carryover.contracts.event.WorkerEvent.Stalled;
import io.carryover.contracts.event.WorkerEvent.Started;
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
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerLoopTest {
    private static final Duration SOON = Duration.ofSeconds(10);

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

    private static List<String> said(Bench bench, JobKey job) {
        return bench.events.events().stream()
                .filter(WorkerEvent.OfJob.class::isInstance)
                .filter(e -> e.recordKey().equals(job.value()))
                .filter(e -> !(e instanceof Heartbeat))
                .map(e -> e.getClass().getSimpleName())
                .toList();
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
            assertThat(said(bench, job)).containsExactly("Started", "Succeeded");
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
            assertThat(said(bench, message.job())).containsExactly("Succeeded");
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
            assertThat(said(bench, ended.job())).isEmpty();
            assertThat(said(bench, next.job())).containsExactly("Started", "Succeeded");
        }
    }

    @Test
    void aJobThatIsToldToStopStopsAtItsNextStep() {
        try (Bench bench = new Bench(scratch)) {
            JobKey job = bench.send(Jobs.sleep("a", 10_000, 50));
            bench.worker("w");
            bench.events.await(Heartbeat.class);
            long told = System.nanoTime();
            bench.events.tell(new ControlState(ControlState.VERSION, job, 1, new TreeSet<>()));
            bench.events.await(Stopped.class);
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(2));
            JobMessage next = Jobs.sleep("next", 1, 0);
            bench.send(next);
            bench.events.await(Succeeded.class);
            assertThat(said(bench, job)).containsExactly("Started", "Stopped");
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
    void failuresAreReportedWithTheirCodeAndStory() throws IOException {
        try (Bench bench = new Bench(scratch)) {
            bench.worker("w", (spec, context) -> {
                switch (spec.name()) {
                    case "user" -> throw new CarryoverException(ErrorCode.CLASS_ABSENT, "class 3 has no images");
                    case "memory" -> throw new OutOfMemoryError("Java heap space");
                    case "disk" -> throw new IOException("write", new IOException("No space left on device"));
                    case "input" -> context.input(new JobKey("0".repeat(64)));
                    case "engine" -> throw new IllegalStateException("[enforce fail] can't allocate memory: 4 GB");
                    default -> throw new ArithmeticException("/ by zero");
                }
                return slept(1);
            });
            Map<String, ErrorCode> expected = Map.of(
                    "user", ErrorCode.CLASS_ABSENT,
                    "memory", ErrorCode.OUT_OF_MEMORY,
                    "disk", ErrorCode.DISK_FULL,
                    "input", ErrorCode.INPUT_LOST,
                    "engine", ErrorCode.OUT_OF_MEMORY,
                    "defect", ErrorCode.INTERNAL);
            for (Map.Entry<String, ErrorCode> entry : expected.entrySet()) {
                JobKey job = bench.send(Jobs.sleep(entry.getKey(), 1, 0));
                AttemptFailed failed = bench.events.await(
                        AttemptFailed.class, e -> e.attempt().job().equals(job), SOON);
                assertThat(failed.code()).as(entry.getKey()).isEqualTo(entry.getValue());
                assertThat(said(bench, job)).containsExactly("Started", "AttemptFailed");
                assertThat(failed.story()).isPresent();
            }
            AttemptFailed defect = bench.events.await(AttemptFailed.class, e -> e.code() == ErrorCode.INTERNAL, SOON);
            assertThat(defect.message()).isEqualTo("ArithmeticException: / by zero");
            assertThat(bench.store.text(defect.story().orElseThrow()))
                    .contains("ArithmeticException")
                    .contains("at io.carryover.worker.WorkerLoopTest");
        }
    }

    @Test
    void aStoreThatIsAwayIsAFailureThatIsTriedAgain() {
        try (Bench bench = new Bench(scratch)) {
            bench.store.away(true);
            JobKey job = bench.send(Jobs.sleep("a", 1, 0));
            bench.worker("w");
            AttemptFailed failed = bench.events.await(AttemptFailed.class);
            assertThat(failed.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
            assertThat(said(bench, job)).containsExactly("Started", "AttemptFailed");
        }
    }

    @Test
    void poisonGoesToTheDeadLettersAndANewerVersionBackToTheGateway() {
        try (Bench bench = new Bench(scratch)) {
            bench.queue.send("poison", "\u0000\u0001 not JSON".getBytes(UTF_8));
            JobMessage newer = Jobs.sleep("newer", 1, 0);
            bench.queue.send(
                    newer.job().value(),
                    Json.text(newer).replace("\"version\":1", "\"version\":99").getBytes(UTF_8));
            bench.worker("w");
            AttemptFailed failed = bench.events.await(AttemptFailed.class);
            assertThat(failed.code()).isEqualTo(ErrorCode.UNKNOWN_VERSION);
            assertThat(failed.attempt().job()).isEqualTo(newer.job());
            assertThat(bench.queue.deadLetters()).containsExactly("poison");
        }
    }

    @Test
    void aJobThatHangsEndsItsProcessAndSaysWhere() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        try (Bench bench = new Bench(scratch)) {
            bench.worker(
                    "w",
                    Bench.handler((spec, context) -> {
                        never.await();
                        return slept(1);
                    }),
                    s -> new WorkerSettings(
                            s.worker(),
                            s.queues(),
                            s.heartbeat(),
                            s.announce(),
                            s.stopGrace(),
                            Optional.of(Duration.ofMillis(700)),
                            s.scratch(),
                            s.devices(),
                            s.codeVersion(),
                            s.host()));
            bench.send(Jobs.sleep("a", 1, 0));
            Stalled stalled = bench.events.await(Stalled.class);
            assertThat(stalled.threadDump()).startsWith("\"job-sleep\"").contains("WorkerLoopTest");
            assertThat(bench.exited.await(5, TimeUnit.SECONDS)).isTrue();
            never.countDown();
        }
    }

    @Test
    void aLeaseThatIsLostDoesNotStopTheJob() {
        CountDownLatch frozen = new CountDownLatch(1);
        try (Bench bench = new Bench(scratch)) {
            bench.worker("w", (spec, context) -> {
                // What a frozen process looks like to the broker: another member has the record afterwards.
                assertThat(frozen.await(10, TimeUnit.SECONDS)).isTrue();
                return slept(1);
            });
            JobKey job = bench.send(Jobs.sleep("a", 1, 0));
            bench.events.await(Started.class);
            bench.queue.expireLeases();
            assertThat(bench.queue.member().take(SOON)).isPresent();
            bench.events.await(
                    Heartbeat.class,
                    e -> bench.meters.find("carryover_leases_lost_total").counter() != null,
                    SOON);
            frozen.countDown();
            bench.events.await(Succeeded.class);
            assertThat(bench.store.outcome(job)).isPresent();
            assertThat(said(bench, job)).containsExactly("Started", "Succeeded");
        }
    }

    @Test
    void aBrokerThatIsAwayDoesNotStopTheJob() {
        try (Bench bench = new Bench(scratch)) {
            bench.worker("w");
            JobKey job = bench.send(Jobs.sleep("a", 5, 50));
            bench.events.await(Started.class);
            bench.events.away(true);
            for (int i = 0; i < 100 && bench.store.outcome(job).isEmpty(); i++) {
                assertThat(bench.queue.member().take(Duration.ofMillis(50))).isEmpty();
            }
            assertThat(bench.store.outcome(job)).isPresent();
            assertThat(said(bench, job)).containsExactly("Started");
            bench.events.away(false);
            bench.events.await(Succeeded.class);
        }
    }

    @Test
    void aQueueThatIsNotConfiguredLeavesTheWorkerUnreadyWithTheReason() {
        try (Bench bench = new Bench(scratch)) {
            bench.notConfigured = Optional.of(
                    new CarryoverException(ErrorCode.QUEUE_NOT_CONFIGURED, "queue heads.cpu: topic x is missing"));
            WorkerLoop loop = bench.worker("w");
            Announced unready = bench.events.await(
                    Announced.class,
                    e -> e.reason().isPresent() && e.reason().get().startsWith("QUEUE"),
                    SOON);
            assertThat(unready.state()).isEqualTo("unready");
            assertThat(unready.reason()).contains("QUEUE_NOT_CONFIGURED: queue heads.cpu: topic x is missing");
            assertThat(unready.specVersions()).isEqualTo(Map.of("heads.cpu", JobMessage.VERSION));
            bench.notConfigured = Optional.empty();
            bench.events.await(Announced.class, e -> e.state().equals("idle"), SOON);
            assertThat(loop.condition().state()).isEqualTo(WorkerLoop.State.IDLE);
        }
    }
}
