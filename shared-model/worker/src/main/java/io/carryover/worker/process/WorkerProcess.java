/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker.process;

import io.carryover.contracts.id.WorkerId;
import io.carryover.messaging.ControlReader;
import io.carryover.messaging.KafkaEvents;
import io.carryover.storage.BlobCache;
import io.carryover.storage.Blobs;
import io.carryover.storage.ObjectStore;
import io.carryover.storage.RetryingObjectStore;
import io.carryover.storage.S3ObjectStore;
import io.carryover.worker.CrashPoints;
import io.carryover.worker.Handlers;
import io.carryover.worker.ObjectJobStore;
import io.carryover.worker.QueueSource;
import io.carryover.worker.WorkerLoop;
import io.carryover.worker.WorkerMetrics;
import io.carryover.worker.WorkerPorts;
import io.carryover.worker.WorkerSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** One worker with all its parts; {@link #close} drains it. */
public final class WorkerProcess implements AutoCloseable {
    private final WorkerLoop loop;
    private final KafkaEvents events;
    private final ControlReader control;
    private final RetryingObjectStore store;

    private WorkerProcess(WorkerLoop loop, KafkaEvents events, ControlReader control, RetryingObjectStore store) {
        this.loop = loop;
        this.events = events;
        this.control = control;
        this.store = store;
    }

    /**
     * Starts a worker.
     *
     * @param handlers makes the handlers, given the object store and its blobs
     * @param exit ends the process, when a job hangs in a native call
     */
    public static WorkerProcess start(
            WorkerOptions settings,
            BiFunction<ObjectStore, Blobs, Handlers> handlers,
            MeterRegistry registry,
            Clock clock,
            Runnable exit) {
        String id = settings.service() + "-" + UUID.randomUUID().toString().substring(0, 8);
        Path scratch = folder(settings.folder().resolve("scratch").resolve(id));
        var metrics = new WorkerMetrics(registry);
        RetryingObjectStore store = S3ObjectStore.connect(settings.s3(), metrics.storeListener());
        var blobs = new Blobs(store, scratch);
        var cache = new BlobCache(blobs, folder(settings.folder().resolve("cache")), settings.cacheBytes(), clock);
        var jobs = new ObjectJobStore(store, scratch, Optional.of(cache), metrics);
        var events = new KafkaEvents(settings.kafka(), id, clock);
        ControlReader control = ControlReader.start(settings.kafka());
        var ports = new WorkerPorts(
                QueueSource.kafka(settings.kafka()),
                events,
                control,
                jobs,
                metrics,
                settings.traces(),
                CrashPoints.NONE,
                clock,
                () -> UUID.randomUUID().toString(),
                exit);
        var loop = new WorkerLoop(
                WorkerSettings.of(
                                new WorkerId(id),
                                settings.queues(),
                                scratch,
                                settings.devices(),
                                settings.codeVersion(),
                                host())
                        .with(settings.shift()),
                ports,
                handlers.apply(store, blobs));
        loop.start();
        return new WorkerProcess(loop, events, control, store);
    }

    /** Completes when it has left. */
    public CompletionStage<Void> left() {
        return loop.left();
    }

    /** How it is, for health checks. */
    public WorkerLoop.Condition condition() {
        return loop.condition();
    }

    /** Takes nothing new, hands back what runs, says good-bye. */
    @Override
    public void close() {
        loop.close();
        control.close();
        events.close();
        try {
            store.close();
        } catch (Exception e) {
            System.getLogger(WorkerProcess.class.getName())
                    .log(System.Logger.Level.DEBUG, "the object store's client did not close", e);
        }
    }

    private static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
