/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.analysis;

import io.carryover.storage.Blobs;
import io.carryover.storage.ObjectStore;
import io.carryover.worker.Handlers;
import io.carryover.worker.SleepHandler;
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

/** The workers of correlations and rankings. */
@Startup
@Readiness
@Singleton
public class AnalysisWorker extends ServiceWorkers {
    @Inject
    AnalysisWorker(Config config, MeterRegistry registry) {
        super(
                "analysis workers",
                WorkerOptions.read("analysis", "analysis.cpu", key -> config.getOptionalValue(key, String.class)),
                registry,
                Quarkus::asyncExit);
    }

    @Override
    protected Handlers handlers(ObjectStore store, Blobs blobs) {
        return new Handlers(List.of(new AnalysisHandler(blobs), new SleepHandler()));
    }
}
