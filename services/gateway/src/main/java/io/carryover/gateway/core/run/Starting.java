/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.job.Queue;
import io.carryover.gateway.config.GatewayConfig;
import io.carryover.messaging.PatientStart;
import io.carryover.messaging.TopicsAdmin;
import io.carryover.storage.ObjectStore;
import io.quarkus.flyway.FlywayDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.Optional;
import org.flywaydb.core.Flyway;

/** A start that waits for database, broker and object store: the schema first, then what needs all of them. */
@ApplicationScoped
public class Starting {
    private final PatientStart steps = new PatientStart("gateway");
    private final GatewayConfig config;
    private final Identity identity;
    private final Flyway flyway;
    private final ObjectStore store;

    Starting(GatewayConfig config, Identity identity, @FlywayDataSource("gateway") Flyway flyway, ObjectStore store) {
        this.config = config;
        this.identity = identity;
        this.flyway = flyway;
        this.store = store;
    }

    /** Before everybody else. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        steps.then(flyway::migrate);
        if (config.running()) {
            steps.then(this::needQueues);
            steps.then(store::check);
        }
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        steps.close();
    }

    /** Runs it once the others are there: at once, where they are. */
    public void then(Runnable action) {
        steps.then(action);
    }

    /** What is waited for, while something is. */
    Optional<String> unreadyBecause() {
        return steps.unreadyBecause();
    }

    private void needQueues() {
        try (TopicsAdmin admin = new TopicsAdmin(identity.kafka())) {
            for (Queue queue : GatewayConfig.served(config)) {
                var unused = admin.check(queue);
            }
        }
    }
}
