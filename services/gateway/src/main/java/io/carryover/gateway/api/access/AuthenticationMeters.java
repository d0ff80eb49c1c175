/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.carryover.contracts.metrics.MetricsCatalogue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Counts what wasn't taken: many of them may be somebody who tries, or a key that was revoked too early. */
@ApplicationScoped
class AuthenticationMeters {
    private static final MetricsCatalogue METRIC = MetricsCatalogue.AUTHENTICATION_FAILURES;

    private final MeterRegistry registry;

    @Inject
    AuthenticationMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void refused(Refusal why) {
        Counter.builder(METRIC.metricName())
                .description(METRIC.help())
                .tag(METRIC.labels().getFirst(), why.id())
                .register(registry)
                .increment();
    }
}
