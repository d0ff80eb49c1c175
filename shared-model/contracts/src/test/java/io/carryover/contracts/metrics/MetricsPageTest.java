/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    @Test
    void thePageListsEveryMetricAsTheCatalogueHasIt() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../../docs/metrics.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(MetricsCatalogue.values())
                        .map(metric -> "| `%s` | %s | %s | %s |"
                                .formatted(
                                        metric.metricName(),
                                        metric.type().name().toLowerCase(Locale.ROOT),
                                        String.join(", ", metric.labels()),
                                        metric.help()))
                        .toList());
    }
}
