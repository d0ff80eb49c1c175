/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.log;

import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready before everything was read that the topic held at the start: a half-read board would be a wrong board. */
@Readiness
class CaughtUp implements HealthCheck {
    private final ResultsLog log;

    @Inject
    CaughtUp(ResultsLog log) {
        this.log = log;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> reason = log.unreadyBecause();
        return HealthCheckResponse.named("results topic read")
                .status(reason.isEmpty())
                .withData("reason", reason.orElse(""))
                .build();
    }
}
