/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker.process;

import io.carryover.contracts.metrics.MetricsCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What NVML says of the machine's GPUs. Asked of {@code nvidia-smi}, which comes with every driver and with NVIDIA's container
 * runtime, so that no library has to be bound. Where it can't be run there are no gauges.
 */
final class GpuMetrics implements AutoCloseable {
    static final List<String> NVIDIA_SMI =
            List.of("nvidia-smi", "--query-gpu=index,utilization.gpu,memory.used", "--format=csv,noheader,nounits");

    private static final Logger LOG = LoggerFactory.getLogger(GpuMetrics.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Number, per cent, MiB; what a driver can't tell is {@code [N/A]}. */
    private static final Pattern LINE = Pattern.compile("\\s*([0-9]+), *([0-9]+|\\[.*]), *([0-9]+|\\[.*])\\s*");

    private final List<String> command;
    private final MultiGauge utilisation;
    private final MultiGauge memory;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * One GPU.
     *
     * @param utilisation of its time, 0 to 1; NaN where unknown
     * @param memoryBytes in use; NaN where unknown
     */
    record Reading(String device, double utilisation, double memoryBytes) {}

    GpuMetrics(MeterRegistry registry, List<String> command) {
        this.command = command;
        this.utilisation = gauge(MetricsCatalogue.GPU_UTILISATION, registry);
        this.memory = gauge(MetricsCatalogue.GPU_MEMORY, registry);
    }

    /** Reads for as long as the process lives, where there is something to read and nobody does yet. */
    static Optional<GpuMetrics> start(MeterRegistry registry) {
        if (registry.find(MetricsCatalogue.GPU_UTILISATION.metricName()).gauge() != null) {
            return Optional.empty();
        }
        GpuMetrics metrics = new GpuMetrics(registry, NVIDIA_SMI);
        if (!metrics.read()) {
            metrics.close();
            return Optional.empty();
        }
        Thread.ofVirtual().name("gpu-metrics").start(metrics::follow);
        return Optional.of(metrics);
    }

    /** Sets the gauges; whether any GPU was read. Those of a GPU that can't be read are gone, and don't keep their last values. */
    boolean read() {
        List<Reading> readings = ask();
        set(utilisation, readings, Reading::utilisation);
        set(memory, readings, Reading::memoryBytes);
        return !readings.isEmpty();
    }

    static List<Reading> parse(List<String> lines) {
        List<Reading> readings = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                readings.add(new Reading(
                        matcher.group(1), number(matcher.group(2)) / 100, number(matcher.group(3)) * (1 << 20)));
            }
        }
        return readings;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void follow() {
        try {
            while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                read();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Reading> ask() {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var out = process.inputReader()) {
                if (process.waitFor(PATIENCE)) {
                    return parse(out.lines().toList());
                }
                LOG.warn("{} doesn't answer", command.getFirst());
                return List.of();
            } finally {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (IOException e) {
            LOG.debug("GPUs can't be read: {}", e.getMessage());
            return List.of();
        }
    }

    private static double number(String text) {
        return text.startsWith("[") ? Double.NaN : Double.parseDouble(text);
    }

    private static MultiGauge gauge(MetricsCatalogue metric, MeterRegistry registry) {
        return MultiGauge.builder(metric.metricName())
                .description(metric.help())
                .register(registry);
    }

    private static void set(MultiGauge gauge, List<Reading> readings, ToDoubleFunction<Reading> value) {
        gauge.register(
                readings.stream()
                        .<MultiGauge.Row<?>>map(reading ->
                                MultiGauge.Row.of(Tags.of("device", reading.device()), value.applyAsDouble(reading)))
                        .toList(),
                true);
    }
}
