/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining.finetune;

import io.carryover.storage.Blobs;
import io.carryover.training.job.TrainingMetrics;
import io.carryover.vision.engine.Device;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Runs the workers that fine-tune, for as long as the service lives. They are others than those of the probes, so that a probe
 * of a minute does not wait behind a training of hours.
 */
@Startup
@Readiness
@ApplicationScoped
public class FineTuneWorker implements HealthCheck {
    private static final int SAVE_SECONDS = 60;

    private final WorkerOptions options;
    private final Duration saveEvery;
    private final MeterRegistry registry;
    private @Nullable WorkerPool pool;

    FineTuneWorker(Config config, MeterRegistry registry) {
        this.options =
                WorkerOptions.read("finetune", "finetune.cpu", key -> config.getOptionalValue(key, String.class));
        this.saveEvery = Duration.ofSeconds(config.getOptionalValue("carryover.finetune.save-seconds", Integer.class)
                .orElse(SAVE_SECONDS));
        this.registry = registry;
    }

    @PostConstruct
    void start() {
        var metrics = new TrainingMetrics(registry, "finetune");
        var worker = new FineTuneRun.Worker(
                Device.parse(options.device()), options.threads(), saveEvery, metrics, Clock.systemUTC());
        pool = WorkerPool.start(
                options,
                (store, blobs) -> handlers(blobs, worker),
                registry,
                Clock.systemUTC(),
                () -> Quarkus.asyncExit(1));
    }

    private static Handlers handlers(Blobs blobs, FineTuneRun.Worker worker) {
        return new Handlers(List.of(
                new FineTunePointHandler(blobs, worker), new FineTuneHandler(blobs, worker), new SleepHandler()));
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
        return HealthCheckResponse.named("fine-tune workers")
                .status(reason.isEmpty())
                .withData("reason", reason.orElse(""))
                .build();
    }
}
