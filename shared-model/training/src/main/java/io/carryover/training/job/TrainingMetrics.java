/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training.job;

import io.carryover.contracts.metrics.MetricsCatalogue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What a training tells Prometheus; trainings of one task in one process share it. */
public final class TrainingMetrics {
    private final Counter steps;
    private volatile double loss = Double.NaN;

    /** @param task kind of task, {@code finetune} for instance */
    public TrainingMetrics(MeterRegistry registry, String task) {
        steps = Counter.builder(MetricsCatalogue.TRAIN_STEPS.metricName())
                .description(MetricsCatalogue.TRAIN_STEPS.help())
                .tag("task", task)
                .register(registry);
        Gauge.builder(MetricsCatalogue.TRAIN_LOSS.metricName(), this, metrics -> metrics.loss)
                .description(MetricsCatalogue.TRAIN_LOSS.help())
                .tag("task", task)
                .strongReference(true)
                .register(registry);
    }

    void step(double newLoss) {
        steps.increment();
        loss = newLoss;
    }
}
