/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsCatalogueTest {
    @ParameterizedTest
    @EnumSource
    void namesFollowPrometheus(MetricsCatalogue metric) {
        assertThat(metric.metricName()).matches("carryover_[a-z]+(_[a-z]+)*");
        assertThat(metric.metricName().endsWith("_total")).isEqualTo(metric.type() == MetricsCatalogue.Type.COUNTER);
        assertThat(metric.help()).endsWith(".");
        if (metric.unit().equals("seconds") || metric.unit().equals("bytes")) {
            assertThat(metric.metricName()).contains("_" + metric.unit());
        }
    }

    @ParameterizedTest
    @EnumSource
    void labelsAreBounded(MetricsCatalogue metric) {
        assertThat(metric.labels())
                .isSubsetOf(
                        "queue",
                        "state",
                        "outcome",
                        "error_class",
                        "error_code",
                        "operation",
                        "task",
                        "architecture",
                        "engine",
                        "device",
                        "reason");
    }

    @Test
    void namesAreUnique() {
        assertThat(Arrays.stream(MetricsCatalogue.values()).map(MetricsCatalogue::metricName))
                .doesNotHaveDuplicates();
    }
}
