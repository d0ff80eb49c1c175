/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.event.WorkerEvent.HandedBack;
import io.carryover.contracts.event.WorkerEvent.Heartbeat;
import io.carryover.contracts.event.WorkerEvent.Started;
import io.carryover.contracts.event.WorkerEvent.Stopped;
import io.carryover.contracts.event.WorkerEvent.Succeeded;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.StepOutput;
import io.carryover.embedded.EmbeddedKafka;
import io.carryover.storage.JobArtifacts;
import io.carryover.storage.S3ObjectStore;
import io.carryover.storage.StoreListener;
import io.carryover.worker.CrashPoints.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerProcessIT {
    private final Path scratch;

    WorkerProcessIT(@TempDir Path scratch) {
        this.scratch = scratch;
    }

    private static Outcome outcome(Site site, JobMessage message) {
        return new JobArtifacts(S3ObjectStore.connect(site.s3, StoreListener.NONE))
                .readOutcome(message.job())
                .orElseThrow();
    }

    private static boolean isOf(WorkerEvent.OfJob event, JobMessage message) {
        return event.attempt().job().equals(message.job());
    }

    @Test
    void aWorkerKilledAnywhereLeavesExactlyOneOutcome() throws Exception {
        Duration lock = Duration.ofSeconds(15);
        try (Site site = Site.shared(lock)) {
            for (Point point : Point.values()) {
                JobMessage message = Jobs.sleep("killed at " + point, 4, 150);
                Process victim = site.process("victim-" + point, point.name());
                long died;
                try {
                    site.await(
                            WorkerEvent.Announced.class,
                            e -> e.worker().value().equals("victim-" + point)
                                    && e.state().equals("idle"));
                    site.send(message);
                    assertThat(victim.waitFor(40, TimeUnit.SECONDS))
                            .as("%s dies", point)
                            .isTrue();
                    died = System.nanoTime();
                    assertThat(victim.exitValue()).isEqualTo(137);
                } finally {
                    victim.destroyForcibly();
                }
                boolean committed = Set.of(Point.AFTER_OUTCOME, Point.AFTER_EVENT, Point.BEFORE_ACK)
                        .contains(point);
                try (WorkerMain.Running survivor = site.worker("survivor-" + point, scratch)) {
                    Succeeded told = site.await(
                            Succeeded.class,
                            e -> isOf(e, message) && e.worker().value().startsWith("survivor"));
                    System.out.printf(
                            "MEASURED killed at %s: done %.2f s after, a fresh worker's start included%n",
                            point, (System.nanoTime() - died) / 1e9);
                    Outcome outcome = outcome(site, message);
                    assertThat(told.committedBy()).isEqualTo(outcome.attempt());
                    assertThat(outcome.provenance().worker().value()).startsWith(committed ? "victim" : "survivor");
                    if (point == Point.AFTER_SHARDS) {
                        assertThat(outcome.output()).isEqualTo(new StepOutput.Slept(4, 4));
                    }
                    Set<AttemptId> named = site.heardOf(message).stream()
                            .filter(Succeeded.class::isInstance)
                            .map(e -> ((Succeeded) e).committedBy())
                            .collect(Collectors.toSet());
                    assertThat(named).containsExactly(outcome.attempt());
                }
            }
        }
    }

    @Test
    void anIdleWorkerTakesAKilledWorkersJobAtOnce() throws IOException, InterruptedException {
        try (Site site = Site.shared(Duration.ofSeconds(20))) {
            JobMessage message = Jobs.sleep("long", 1000, 100);
            Process victim = site.process("victim", "NONE");
            try {
                site.send(message);
                site.await(Heartbeat.class, e -> isOf(e, message));
                try (WorkerMain.Running survivor = site.worker("survivor", scratch)) {
                    site.await(
                            WorkerEvent.Announced.class,
                            e -> e.worker().value().equals("survivor")
                                    && e.state().equals("idle"));
                    JobMessage probe = Jobs.sleep("probe", 1, 0);
                    site.send(probe);
                    site.await(Succeeded.class, e -> isOf(e, probe));
                    long killed = System.nanoTime();
                    victim.destroyForcibly();
                    Started second = site.await(
                            Started.class,
                            e -> isOf(e, message) && e.worker().value().equals("survivor"));
                    System.out.printf(
                            "MEASURED killed worker's job taken by an idle one after %.0f ms (lock 20 s)%n",
                            (System.nanoTime() - killed) / 1e6);
                    assertThat(second.delivery()).isEqualTo(2);
                    site.tell(new ControlState(1, message.job(), 1, new TreeSet<>()));
                    site.await(Stopped.class, e -> isOf(e, message));
                }
            } finally {
                victim.destroyForcibly();
            }
        }
    }

    @Test
    void aFrozenWorkerIsReplacedAndAdoptsTheOutcomeWhenItWakes() throws IOException, InterruptedException {
        try (Site site = Site.shared(Duration.ofSeconds(2))) {
            JobMessage message = Jobs.sleep("frozen", 40, 200);
            Process frozen = site.process("frozen", "NONE");
            try {
                site.send(message);
                site.await(Started.class, e -> isOf(e, message));
                signal(frozen, "STOP");
                long stopped = System.nanoTime();
                try (WorkerMain.Running survivor = site.worker("survivor", scratch)) {
                    Succeeded done = site.await(Succeeded.class, e -> isOf(e, message));
                    System.out.printf(
                            "MEASURED frozen worker's job done by another after %.1f s (lock 2 s)%n",
                            (System.nanoTime() - stopped) / 1e9);
                    assertThat(done.worker().value()).isEqualTo("survivor");
                    signal(frozen, "CONT");
                    Succeeded late = site.await(
                            Succeeded.class,
                            e -> isOf(e, message) && e.worker().value().equals("frozen"));
                    assertThat(late.committedBy()).isEqualTo(done.committedBy());
                    assertThat(outcome(site, message).attempt()).isEqualTo(done.committedBy());
                }
            } finally {
                frozen.destroyForcibly();
            }
        }
    }

    private static void signal(Process process, String signal) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
        assertThat(status).isZero();
    }

    @Test
    void aProcessThatIsToldToEndHandsBackAndLeaves() throws IOException, InterruptedException {
        try (Site site = Site.shared(Duration.ofSeconds(20))) {
            JobMessage message = Jobs.sleep("drained", 1000, 100);
            Process worker = site.process("drained", "NONE");
            try {
                site.send(message);
                site.await(
                        Heartbeat.class, e -> isOf(e, message) && e.progress().done() >= 2);
                worker.destroy();
                HandedBack back = site.await(HandedBack.class, e -> isOf(e, message));
                assertThat(back.steps()).isGreaterThanOrEqualTo(2);
                assertThat(back.checkpoint()).contains(back.attempt().attempt() + "/" + back.steps());
                site.await(WorkerEvent.Left.class, e -> e.worker().value().equals("drained"));
                assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
            } finally {
                worker.destroyForcibly();
            }
        }
    }

    @Test
    void aBrokerThatRestartsUnderARunningJobCostsNothing(@TempDir Path broker) {
        EmbeddedKafka first = new EmbeddedKafka(broker, Map.of());
        try (Site site = new Site(first.bootstrap(), Duration.ofSeconds(3));
                WorkerMain.Running worker = site.worker("w", scratch)) {
            JobMessage message = Jobs.sleep("through a restart", 40, 200);
            site.send(message);
            site.await(Heartbeat.class, e -> isOf(e, message));
            int port = first.port();
            first.close();
            try (EmbeddedKafka second = new EmbeddedKafka(broker, port, Map.of())) {
                Succeeded done = site.await(Succeeded.class, e -> isOf(e, message));
                assertThat(done.committedBy()).isEqualTo(outcome(site, message).attempt());
                assertThat(outcome(site, message).output()).isEqualTo(new StepOutput.Slept(40, 0));
                JobMessage next = Jobs.sleep("after it", 1, 0);
                site.send(next);
                site.await(Succeeded.class, e -> isOf(e, next));
                List<WorkerEvent> all = site.heardOf(message);
                System.out.println("MEASURED events around a broker restart: "
                        + all.stream().map(e -> e.getClass().getSimpleName()).toList());
                worker.close();
            }
        } finally {
            first.close();
        }
    }

    @Test
    void theNextJobStartsSoonAfterTheOneBefore() {
        try (Site site = Site.shared(Duration.ofSeconds(20));
                WorkerMain.Running worker = site.worker("w", scratch)) {
            List<JobMessage> jobs = java.util.stream.IntStream.range(0, 30)
                    .mapToObj(i -> Jobs.sleep("quick " + i, 1, 20))
                    .toList();
            site.send(Jobs.sleep("warm", 1, 0));
            site.await(Succeeded.class, e -> true);
            long began = System.nanoTime();
            jobs.forEach(site::send);
            jobs.forEach(job -> site.await(Succeeded.class, e -> isOf(e, job)));
            double perJob = (System.nanoTime() - began) / 1e6 / jobs.size();
            System.out.printf(
                    "MEASURED a job of 20 ms takes %.1f ms from one to the next, commit on S3 and events included%n",
                    perJob);
            assertThat(jobs)
                    .allSatisfy(job -> assertThat(outcome(site, job).output()).isEqualTo(new StepOutput.Slept(1, 0)));
        }
    }
}
