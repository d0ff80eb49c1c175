/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.Queue;
import io.carryover.messaging.ControlReader;
import io.carryover.messaging.KafkaEvents;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.Traces;
import io.carryover.storage.S3ObjectStore;
import io.carryover.storage.S3Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A worker as a process of its own, to be killed: serves sleeps. Arguments: bootstrap, topic prefix, S3 endpoint, bucket,
 * access key, secret key, worker id, queues with commas between, and a {@link CrashPoints.Point} at which it halts with
 * status 137, or {@code NONE}. Says {@code READY} when it has begun, ends in good order on SIGTERM.
 */
public final class WorkerMain {
    private static final int KILLED = 137;

    private WorkerMain() {}

    /** A running worker and what it stands on. */
    record Running(WorkerLoop loop, ControlReader control, KafkaEvents events) implements AutoCloseable {
        @Override
        public void close() {
            loop.close();
            control.close();
            events.close();
        }
    }

    static Running start(
            KafkaSettings kafka, S3Settings s3, String worker, List<Queue> queues, Path scratch, CrashPoints crashes) {
        WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry());
        KafkaEvents events = new KafkaEvents(kafka, "/worker/" + worker, Clock.systemUTC());
        ControlReader control = ControlReader.start(kafka);
        WorkerSettings settings = new WorkerSettings(
                new WorkerId(worker),
                queues,
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Optional.empty(),
                scratch,
                "test",
                "test",
                "localhost",
                WorkerSettings.Shift.ENDLESS);
        WorkerPorts ports = new WorkerPorts(
                QueueSource.kafka(kafka),
                events,
                control,
                new ObjectJobStore(
                        S3ObjectStore.connect(s3, metrics.storeListener()),
                        scratch.resolve("spool"),
                        Optional.empty(),
                        metrics),
                metrics,
                Traces.OFF,
                crashes,
                Clock.systemUTC(),
                () -> worker + "-" + UUID.randomUUID(),
                () -> Runtime.getRuntime().halt(70));
        WorkerLoop loop = new WorkerLoop(settings, ports, new Handlers(List.of(new SleepHandler())));
        loop.start();
        return new Running(loop, control, events);
    }

    public static void main(String[] a) throws Exception {
        CrashPoints crashes = (point, job) -> {
            if (point.name().equals(a[8])) {
                Runtime.getRuntime().halt(KILLED);
            }
        };
        Path scratch = Files.createTempDirectory("worker-main-");
        Running running = start(
                KafkaSettings.of(a[0]).withPrefix(a[1]),
                S3Settings.of(a[2], a[3], a[4], a[5]),
                a[6],
                Stream.of(a[7].split(",")).map(Queue::parse).toList(),
                scratch,
                crashes);
        Runtime.getRuntime().addShutdownHook(new Thread(running::close));
        System.out.println("READY");
        Thread.currentThread().join();
    }
}
