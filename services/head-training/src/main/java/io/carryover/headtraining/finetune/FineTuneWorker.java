/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining.finetune;

import io.carryover.storage.Blobs;
import io.carryover.storage.ObjectStore;
import io.carryover.training.job.TrainingMetrics;
import io.carryover.vision.engine.Device;
import io.carryover.worker.Handlers;
import io.carryover.worker.SleepHandler;
import io.carryover.worker.process.ServiceWorkers;
import io.carryover.worker.process.WorkerOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.Readiness;

/**
 * The workers that fine-tune. They are others than those of the probes, so that a probe of a minute does not wait behind a
 * training of hours.
 */
@Startup
@Readiness
@Singleton
public class FineTuneWorker extends ServiceWorkers {
    private static final int SAVE_SECONDS = 60;

    private final FineTuneRun.Worker worker;

    @Inject
    FineTuneWorker(Config config, MeterRegistry registry) {
        this(
                WorkerOptions.read("finetune", "finetune.cpu", key -> config.getOptionalValue(key, String.class)),
                Duration.ofSeconds(config.getOptionalValue("carryover.finetune.save-seconds", Integer.class)
                        .orElse(SAVE_SECONDS)),
                registry);
    }

    private FineTuneWorker(WorkerOptions options, Duration saveEvery, MeterRegistry registry) {
        super("fine-tune workers", options, registry, Quarkus::asyncExit);
        this.worker = new FineTuneRun.Worker(
                Device.parse(options.device()),
                options.threads(),
                saveEvery,
                new TrainingMetrics(registry, "finetune"),
                Clock.systemUTC());
    }

    @Override
    protected Handlers handlers(ObjectStore store, Blobs blobs) {
        return new Handlers(List.of(
                new FineTunePointHandler(blobs, worker), new FineTuneHandler(blobs, worker), new SleepHandler()));
    }
}
