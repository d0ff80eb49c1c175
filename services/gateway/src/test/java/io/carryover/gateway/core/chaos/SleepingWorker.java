/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.Queue;
import io.carryover.messaging.ControlReader;
import io.carryover.messaging.KafkaEvents;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.Traces;
import io.carryover.storage.ObjectStore;
import io.carryover.storage.S3ObjectStore;
import io.carryover.storage.S3Settings;
import io.carryover.storage.StoreListener;
import io.carryover.worker.CrashPoints;
import io.carryover.worker.Handlers;
import io.carryover.worker.ObjectJobStore;
import io.carryover.worker.QueueSource;
import io.carryover.worker.SleepHandler;
import io.carryover.worker.WorkerLoop;
import io.carryover.worker.WorkerMetrics;
import io.carryover.worker.WorkerPorts;
import io.carryover.worker.WorkerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A process of workers that sleep, and dies where it is told to: at the first job that gets to that point. */
final class SleepingWorker {
    private SleepingWorker() {}

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> env = System.getenv();
        KafkaSettings kafka = KafkaSettings.of(need(env, "BOOTSTRAP"))
                .withPrefix(need(env, "PREFIX"))
                .withClientId(need(env, "WORKER"));
        ControlReader control = ControlReader.start(kafka);
        var store = S3ObjectStore.connect(
                S3Settings.of(
                        need(env, "S3_ENDPOINT"),
                        need(env, "S3_BUCKET"),
                        need(env, "S3_ACCESS_KEY"),
                        need(env, "S3_SECRET_KEY")),
                StoreListener.NONE);
        int workers = Integer.parseInt(need(env, "WORKERS"));
        for (int i = 0; i < workers; i++) {
            String name = need(env, "WORKER") + (workers == 1 ? "" : "-" + i);
            WorkerLoop loop = worker(name, env, kafka, control, store);
            Runtime.getRuntime().addShutdownHook(new Thread(loop::close, "shutdown"));
            loop.start();
        }
        endWithParent();
        new CountDownLatch(1).await();
    }

    private static WorkerLoop worker(
            String name, Map<String, String> env, KafkaSettings kafka, ControlReader control, ObjectStore store) {
        Path scratch = Path.of(need(env, "SCRATCH"), name);
        List<Queue> queues =
                Stream.of(need(env, "QUEUES").split(",")).map(Queue::parse).toList();
        var settings = new WorkerSettings(
                new WorkerId(name),
                queues,
                Duration.parse(need(env, "HEARTBEAT")),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Optional.empty(),
                scratch,
                "cpu",
                "test",
                "localhost",
                WorkerSettings.Shift.ENDLESS);
        String dieAt = env.getOrDefault("DIE_AT", "");
        CrashPoints crash = (point, job) -> {
            if (point.name().equals(dieAt)) {
                Runtime.getRuntime().halt(137);
            }
        };
        var metrics = new WorkerMetrics(new SimpleMeterRegistry());
        var ports = new WorkerPorts(
                QueueSource.kafka(kafka),
                new KafkaEvents(kafka, "/worker/" + settings.worker(), Clock.systemUTC()),
                control,
                new ObjectJobStore(store, scratch.resolve("spool"), Optional.empty(), metrics),
                metrics,
                Traces.OFF,
                crash,
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString(),
                () -> System.exit(70));
        return new WorkerLoop(settings, ports, new Handlers(List.of(new SleepHandler())));
    }

    /** A worker must not outlive the test that started it, however that ends: its standard input closes then. */
    private static void endWithParent() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nothing is ever written there.
                }
            } catch (IOException e) {
                Runtime.getRuntime().halt(1);
            }
            Runtime.getRuntime().halt(0);
        });
    }

    private static String need(Map<String, String> env, String name) {
        String value = env.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }
}
