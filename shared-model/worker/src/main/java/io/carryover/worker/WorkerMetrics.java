/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.job.Queue;
import io.carryover.contracts.metrics.MetricsCatalogue;
import io.carryover.storage.StoreListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What a worker counts, under the names of {@link MetricsCatalogue}. */
public final class WorkerMetrics {
    /** Workers of one process share a registry: those that are busy are counted together. */
    private static final Map<MeterRegistry, AtomicInteger> BUSY = Collections.synchronizedMap(new WeakHashMap<>());

    private final MeterRegistry registry;
    private final AtomicInteger busy;

    public WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
        busy = BUSY.computeIfAbsent(registry, _ -> new AtomicInteger());
        if (registry.find(MetricsCatalogue.WORKER_BUSY.metricName()).gauge() == null) {
            Gauge.builder(MetricsCatalogue.WORKER_BUSY.metricName(), busy, AtomicInteger::get)
                    .description(MetricsCatalogue.WORKER_BUSY.help())
                    .register(registry);
        }
        idle(Duration.ZERO);
    }

    void busy(boolean now) {
        busy.addAndGet(now ? 1 : -1);
    }

    void idle(Duration time) {
        counter(MetricsCatalogue.WORKER_IDLE).increment(time.toNanos() / 1e9);
    }

    void leaseLost(Queue queue) {
        counter(MetricsCatalogue.LEASES_LOST, queue.id()).increment();
    }

    void attempt(Queue queue, String outcome, String errorClass, Duration took) {
        counter(MetricsCatalogue.ATTEMPTS, queue.id(), outcome, errorClass).increment();
        Timer.builder(MetricsCatalogue.JOB_DURATION.metricName())
                .description(MetricsCatalogue.JOB_DURATION.help())
                .tags("queue", queue.id(), "outcome", outcome)
                .serviceLevelObjectives(
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10),
                        Duration.ofHours(1),
                        Duration.ofHours(10))
                .register(registry)
                .record(took);
    }

    void cacheHit() {
        counter(MetricsCatalogue.ARTIFACT_CACHE_HITS).increment();
    }

    /** Counts what passes through an object store that is connected with it. */
    public StoreListener storeListener() {
        return new StoreListener() {
            @Override
            public void failed(String operation) {
                counter(MetricsCatalogue.STORE_ERRORS, operation).increment();
            }

            @Override
            public void transferred(String operation, long bytes) {
                counter(MetricsCatalogue.ARTIFACT_BYTES, operation).increment((double) bytes);
            }
        };
    }

    /**
     * A counter of the catalogue, for handlers that count more.
     *
     * @param labels values, in the order of the catalogue's labels
     */
    public Counter counter(MetricsCatalogue metric, String... labels) {
        Counter.Builder builder = Counter.builder(metric.metricName()).description(metric.help());
        for (int i = 0; i < labels.length; i++) {
            builder.tag(metric.labels().get(i), labels[i]);
        }
        return builder.register(registry);
    }
}
