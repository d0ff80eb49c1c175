/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker.process;

import io.carryover.storage.Blobs;
import io.carryover.storage.ObjectStore;
import io.carryover.worker.Handlers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The workers of one process. */
public final class WorkerPool implements AutoCloseable {
    private final List<WorkerProcess> workers;
    private final Optional<GpuMetrics> gpus;

    private WorkerPool(List<WorkerProcess> workers, Optional<GpuMetrics> gpus) {
        this.workers = workers;
        this.gpus = gpus;
    }

    /**
     * Starts as many workers as the options say.
     *
     * @param exit ends the process with a status: 1 when a job hangs in a native call, 0 when the shifts of all workers are over
     */
    public static WorkerPool start(
            WorkerOptions options,
            BiFunction<ObjectStore, Blobs, Handlers> handlers,
            MeterRegistry registry,
            Clock clock,
            IntConsumer exit) {
        var pool = new WorkerPool(
                IntStream.range(0, options.workers())
                        .mapToObj(i -> WorkerProcess.start(options, handlers, registry, clock, () -> exit.accept(1)))
                        .toList(),
                options.device().equals("cpu") ? Optional.empty() : GpuMetrics.start(registry));
        if (options.shift().jobs() > 0 && !pool.workers.isEmpty()) {
            Thread.ofVirtual().name("shift").start(() -> {
                pool.workers.forEach(
                        worker -> worker.left().toCompletableFuture().join());
                exit.accept(0);
            });
        }
        return pool;
    }

    /** Why one of them can't work, if one can't. */
    public Optional<String> unreadyBecause() {
        return workers.stream()
                .flatMap(worker -> worker.condition().reason().stream())
                .findFirst();
    }

    /** Drains all at the same time. */
    @Override
    public void close() {
        gpus.ifPresent(GpuMetrics::close);
        List<Thread> closing = workers.stream()
                .map(worker -> Thread.ofVirtual().start(worker::close))
                .toList();
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
