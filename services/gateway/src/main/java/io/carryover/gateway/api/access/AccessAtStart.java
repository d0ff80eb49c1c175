/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.carryover.gateway.api.registration.LocalPaths;
import io.carryover.gateway.config.GatewayConfig;
import io.carryover.gateway.core.run.Starting;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** A gateway that others can reach and that asks nobody who he is does not start; one that takes keys has one to begin with. */
@ApplicationScoped
class AccessAtStart {
    private static final Logger LOG = Logger.getLogger(AccessAtStart.class);

    private final GatewayConfig.Auth auth;
    private final LocalPaths paths;
    private final Keys keys;
    private final Starting starting;

    @Inject
    AccessAtStart(GatewayConfig config, LocalPaths paths, Keys keys, Starting starting) {
        this.auth = config.auth();
        this.paths = paths;
        this.keys = keys;
        this.starting = starting;
    }

    void onStart(@Observes StartupEvent event) {
        check(auth.asks(), paths.loopback());
        if (auth.keys()) {
            auth.bootstrapKey().ifPresent(text -> starting.then(() -> bootstrap(text)));
        }
    }

    private void bootstrap(String text) {
        if (keys.bootstrap(text)) {
            LOG.info("the bootstrap key is taken");
        }
    }

    /** @throws IllegalStateException where everybody could do anything */
    static void check(boolean asks, boolean loopback) {
        if (!asks && !loopback) {
            throw new IllegalStateException(
                    "this gateway listens for others (quarkus.http.host) and asks nobody who he is: set"
                            + " carryover.gateway.auth.keys=true or carryover.gateway.auth.oidc=true, see docs/security.md");
        }
    }
}
