/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import jakarta.enterprise.context.ApplicationScoped;
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
        return HealthCheckResponse.named("jobs move").status(engine.hears()).build();
    }
}
