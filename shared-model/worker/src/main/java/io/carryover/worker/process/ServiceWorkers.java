/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker.process;

import io.carryover.messaging.PatientStart;
import io.carryover.storage.Blobs;
import io.carryover.storage.ObjectStore;
import io.carryover.worker.Handlers;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;

/**
 * Runs the workers of a service for as long as it lives, and is its readiness check. A service makes a bean of it: a singleton
 * that is made at start.
 */
public abstract class ServiceWorkers implements HealthCheck {
    private final String name;
    private final WorkerOptions options;
    private final MeterRegistry registry;
    private final IntConsumer exit;
    private final PatientStart starting;
    private volatile @Nullable WorkerPool pool;

    /**
     * @param name of the check
     * @param exit ends the process with a status: 1 where a job has stalled, 0 where the workers' shifts are over
     */
    protected ServiceWorkers(String name, WorkerOptions options, MeterRegistry registry, IntConsumer exit) {
        this.name = name;
        this.options = options;
        this.registry = registry;
        this.exit = exit;
        this.starting = new PatientStart(name);
    }

    /** What its workers can run: made anew for each. */
    protected abstract Handlers handlers(ObjectStore store, Blobs blobs);

    /** Starts them, once Kafka's clients can be made: its name resolves, and the credentials are there. */
    @PostConstruct
    public void start() {
        starting.then(() -> pool = WorkerPool.start(options, this::handlers, registry, Clock.systemUTC(), exit));
    }

    /** Drains them. */
    @PreDestroy
    public void stop() {
        starting.close();
        WorkerPool running = pool;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public HealthCheckResponse call() {
        WorkerPool running = pool;
        Optional<String> reason = running == null
                ? starting.unreadyBecause().or(() -> Optional.of("starting"))
                : running.unreadyBecause();
        return HealthCheckResponse.named(name)
                .status(reason.isEmpty())
                .withData("reason", reason.orElse(""))
                .build();
    }
}
