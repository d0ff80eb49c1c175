/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.table;

import io.carryover.contracts.id.TenantId;
import io.carryover.gateway.config.GatewayConfig;
import io.carryover.gateway.core.run.Starting;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** Every installation has the study's tables. */
@ApplicationScoped
class StudyAtStart {
    private static final Logger LOG = Logger.getLogger(StudyAtStart.class);

    private final Tables tables;
    private final GatewayConfig config;
    private final Starting starting;

    @Inject
    StudyAtStart(Tables tables, GatewayConfig config, Starting starting) {
        this.starting = starting;
        this.tables = tables;
        this.config = config;
    }

    void onStart(@Observes StartupEvent event) {
        if (config.running()) {
            starting.then(this::put);
        }
    }

    private void put() {
        if (tables.putStudy(TenantId.LOCAL)) {
            LOG.info("the study's tables are written to the results topic");
        }
    }
}
