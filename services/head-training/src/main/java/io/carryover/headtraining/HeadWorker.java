/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import io.carryover.worker.Handlers;
import io.carryover.worker.SleepHandler;
import io.carryover.worker.process.WorkerOptions;
import io.carryover.worker.process.WorkerPool;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Runs the workers of this service for as long as it lives. */
@Startup
@Readiness
@ApplicationScoped
public class HeadWorker implements HealthCheck {
    private final WorkerOptions options;
    private final MeterRegistry registry;
    private @Nullable WorkerPool pool;

    HeadWorker(Config config, MeterRegistry registry) {
        this.options = WorkerOptions.read("heads", "heads.cpu", key -> config.getOptionalValue(key, String.class));
        this.registry = registry;
    }

    @PostConstruct
    void start() {
        pool = WorkerPool.start(
                options,
                (store, blobs) -> new Handlers(List.of(
                        new LinearHandler(options.threads()),
                        new FewShotHandler(options.threads()),
                        new KnnHandler(options.threads()),
                        new LabelEfficiencyHandler(options.threads()),
                        new SleepHandler())),
                registry,
                Clock.systemUTC(),
                () -> Quarkus.asyncExit(1));
    }

    @PreDestroy
    void stop() {
        if (pool != null) {
            pool.close();
        }
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> reason = pool == null ? Optional.of("starting") : pool.unreadyBecause();
        return HealthCheckResponse.named("head-training workers")
                .status(reason.isEmpty())
                .withData("reason", reason.orElse(""))
                .build();
    }
}
