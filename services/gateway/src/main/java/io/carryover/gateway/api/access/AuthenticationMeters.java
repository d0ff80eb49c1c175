/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.carryover.contracts.metrics.MetricsCatalogue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Counts what wasn't taken: many of them may be somebody who tries, or a key that was revoked too early. All counters are there from the start: the first
 * failure of one that appears with it is no rise to Prometheus.
 */
@Singleton
class AuthenticationMeters {
    private static final MetricsCatalogue METRIC = MetricsCatalogue.AUTHENTICATION_FAILURES;

    private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);

    @Inject
    AuthenticationMeters(MeterRegistry registry) {
        for (Refusal why : Refusal.values()) {
            refused.put(
                    why,
                    Counter.builder(METRIC.metricName())
                            .description(METRIC.help())
                            .tag(METRIC.labels().getFirst(), why.id())
                            .register(registry));
        }
    }

    void refused(Refusal why) {
        Objects.requireNonNull(refused.get(why)).increment();
    }
}
