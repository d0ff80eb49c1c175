/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

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

/** The workers of probes and few-shot. */
@Startup
@Readiness
@Singleton
public class HeadWorker extends ServiceWorkers {
    private final int threads;

    @Inject
    HeadWorker(Config config, MeterRegistry registry) {
        this(WorkerOptions.read("heads", "heads.cpu", key -> config.getOptionalValue(key, String.class)), registry);
    }

    private HeadWorker(WorkerOptions options, MeterRegistry registry) {
        super("head-training workers", options, registry, Quarkus::asyncExit);
        this.threads = options.threads();
    }

    @Override
    protected Handlers handlers(ObjectStore store, Blobs blobs) {
        return new Handlers(List.of(
                new LinearHandler(threads),
                new FewShotHandler(threads),
                new KnnHandler(threads),
                new LabelEfficiencyHandler(threads),
                new SleepHandler()));
    }
}
