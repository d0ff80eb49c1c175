/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while Kafka doesn't answer: no job moves then. Alive all the same: it goes on by itself. */
@Readiness
@ApplicationScoped
public class CoreReadiness implements HealthCheck {
    private final Engine engine;

    CoreReadiness(Engine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> reason = engine.unreadyBecause();
        return HealthCheckResponse.named("jobs move")
                .status(reason.isEmpty())
                .withData("reason", reason.orElse(""))
                .build();
    }
}
