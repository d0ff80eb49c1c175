/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against what nvidia-smi prints; no GPU is here to ask. */
class GpuMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void linesOfNvidiaSmiAreRead() {
        assertThat(GpuMetrics.parse(
                        List.of("0, 97, 40536", "1, 0, 4", "2, [N/A], [Not Supported]", "", "No devices were found")))
                .containsExactly(
                        new GpuMetrics.Reading("0", 0.97, 40536.0 * (1 << 20)),
                        new GpuMetrics.Reading("1", 0, 4.0 * (1 << 20)),
                        new GpuMetrics.Reading("2", Double.NaN, Double.NaN));
    }

    @Test
    void gaugesFollowTheProgramAndGoWhenItFails(@TempDir Path folder) throws IOException {
        Path says = Files.writeString(folder.resolve("says"), "0, 50, 1024\n1, 25, 0\n");
        try (var metrics = new GpuMetrics(registry, List.of("cat", says.toString()))) {
            assertThat(metrics.read()).isTrue();
            assertThat(value("carryover_gpu_utilisation_ratio", "0")).isEqualTo(0.5);
            assertThat(value("carryover_gpu_utilisation_ratio", "1")).isEqualTo(0.25);
            assertThat(value("carryover_gpu_memory_used_bytes", "0")).isEqualTo(1 << 30);

            Files.delete(says);
            assertThat(metrics.read()).isFalse();
            assertThat(registry.getMeters()).isEmpty();
        }
    }

    @Test
    void withoutTheProgramThereIsNothing() {
        try (var metrics = new GpuMetrics(registry, List.of("no-such-program"))) {
            assertThat(metrics.read()).isFalse();
        }
        assertThat(registry.getMeters()).isEmpty();
    }

    private double value(String name, String device) {
        return registry.get(name).tag("device", device).gauge().value();
    }
}
