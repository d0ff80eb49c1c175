/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent.Announced;
import io.carryover.contracts.event.WorkerEvent.AttemptFailed;
import io.carryover.contracts.event.WorkerEvent.Heartbeat;
import io.carryover.contracts.event.WorkerEvent.Stalled;
import io.carryover.contracts.event.WorkerEvent.Started;
import io.carryover.contracts.event.WorkerEvent.Succeeded;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker does when something goes wrong. */
class WorkerTroubleTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Path scratch;

    WorkerTroubleTest(@TempDir Path scratch) {
        this.scratch = scratch;
    }

    private static StepResult slept(int steps) {
        return StepResult.of(new StepOutput.Slept(steps, 0), Map.of(), Variant.HEADS_CPU, 1);
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
                assertThat(bench.said(job)).containsExactly("Started", "AttemptFailed");
                assertThat(failed.story()).isPresent();
            }
            AttemptFailed defect = bench.events.await(AttemptFailed.class, e -> e.code() == ErrorCode.INTERNAL, SOON);
            assertThat(defect.message()).isEqualTo("ArithmeticException: / by zero");
            assertThat(bench.store.text(defect.story().orElseThrow()))
                    .contains("ArithmeticException")
                    .contains("at io.carryover.worker.WorkerTroubleTest");
        }
    }

    @Test
    void aStoreThatIsAwayIsAFailureThatIsTriedAgain() {
        try (Bench bench = new Bench(scratch)) {
            bench.worker("w");
            bench.events.await(Announced.class, said -> said.state().equals("idle"), Duration.ofSeconds(20));
            bench.store.away(true);
            JobKey job = bench.send(Jobs.sleep("a", 1, 0));
            AttemptFailed failed = bench.events.await(AttemptFailed.class);
            assertThat(failed.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
            assertThat(bench.said(job)).containsExactly("Started", "AttemptFailed");
        }
    }

    @Test
    void aStoreThatIsAwayAtTheStartLeavesTheWorkerUnreadyUntilItIsBack() {
        try (Bench bench = new Bench(scratch)) {
            bench.store.away(true);
            JobKey job = bench.send(Jobs.sleep("a", 1, 0));
            bench.worker("w");
            Announced unready = bench.events.await(
                    Announced.class,
                    said -> said.reason()
                            .filter(why -> why.startsWith("STORE_"))
                            .isPresent(),
                    Duration.ofSeconds(20));
            assertThat(unready.reason()).contains("STORE_UNAVAILABLE: the store is away");
            assertThat(bench.said(job)).isEmpty();
            bench.store.away(false);
            bench.events.await(Succeeded.class);
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
                            s.host(),
                            s.shift()));
            bench.send(Jobs.sleep("a", 1, 0));
            Stalled stalled = bench.events.await(Stalled.class);
            assertThat(stalled.threadDump()).startsWith("\"job-sleep\"").contains("WorkerTroubleTest");
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
            assertThat(bench.said(job)).containsExactly("Started", "Succeeded");
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
            assertThat(bench.said(job)).containsExactly("Started");
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
