/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction;

import io.carryover.featureextraction.features.FeatureExtraction;
import io.carryover.featureextraction.imports.CheckpointImport;
import io.carryover.featureextraction.imports.DatasetImport;
import io.carryover.featureextraction.imports.FeaturesImport;
import io.carryover.featureextraction.imports.OnnxImport;
import io.carryover.featureextraction.imports.Sources;
import io.carryover.storage.Blobs;
import io.carryover.storage.ObjectStore;
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
public class FeatureWorker implements HealthCheck {
    private final WorkerOptions options;
    private final MeterRegistry registry;
    private @Nullable WorkerPool pool;

    FeatureWorker(Config config, MeterRegistry registry) {
        this.options = WorkerOptions.read(
                "features", "imports.cpu,features.cpu", key -> config.getOptionalValue(key, String.class));
        this.registry = registry;
    }

    @PostConstruct
    void start() {
        pool = WorkerPool.start(options, this::handlers, registry, Clock.systemUTC(), () -> Quarkus.asyncExit(1));
    }

    private Handlers handlers(ObjectStore store, Blobs blobs) {
        var sources = new Sources(store);
        return new Handlers(List.of(
                new CheckpointImport(sources),
                new OnnxImport(sources),
                new DatasetImport(sources),
                new FeaturesImport(sources, blobs),
                new FeatureExtraction(blobs, Device.parse(options.device()), options.threads()),
                new SleepHandler()));
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
        return HealthCheckResponse.named("feature-extraction workers")
                .status(reason.isEmpty())
                .withData("reason", reason.orElse(""))
                .build();
    }
}
