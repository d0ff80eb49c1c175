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
import io.carryover.worker.WorkerMetrics;
import io.carryover.worker.process.ServiceWorkers;
import io.carryover.worker.process.WorkerOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.Readiness;

/** The workers of imports and features. */
@Startup
@Readiness
@Singleton
public class FeatureWorker extends ServiceWorkers {
    private final WorkerOptions options;
    private final WorkerMetrics metrics;

    @Inject
    FeatureWorker(Config config, MeterRegistry registry) {
        this(
                WorkerOptions.read(
                        "features", "imports.cpu,features.cpu", key -> config.getOptionalValue(key, String.class)),
                registry);
    }

    private FeatureWorker(WorkerOptions options, MeterRegistry registry) {
        super("feature-extraction workers", options, registry, Quarkus::asyncExit);
        this.options = options;
        this.metrics = new WorkerMetrics(registry);
    }

    @Override
    protected Handlers handlers(ObjectStore store, Blobs blobs) {
        var sources = new Sources(store);
        return new Handlers(List.of(
                new CheckpointImport(sources),
                new OnnxImport(sources),
                new DatasetImport(sources),
                new FeaturesImport(sources, blobs),
                new FeatureExtraction(blobs, Device.parse(options.device()), options.threads(), metrics),
                new SleepHandler()));
    }
}
