/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.metrics.MetricsCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class WorkerMetricsTest {
    @Test
    void workersOfOneProcessAreCountedTogether() {
        var registry = new SimpleMeterRegistry();
        var features = new WorkerMetrics(registry);
        var heads = new WorkerMetrics(registry);

        features.busy(true);
        heads.busy(true);
        heads.busy(true);
        heads.busy(false);

        assertThat(registry.get(MetricsCatalogue.WORKER_BUSY.metricName())
                        .gauge()
                        .value())
                .isEqualTo(2);
    }
}
