/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.machine.Policy;
import io.carryover.gateway.config.GatewayConfig;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.Topics;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;

/** Who this gateway is, and what follows from its settings once and for all. */
@Singleton
public class Identity {
    private final String name = "g-" + UUID.randomUUID().toString().substring(0, 8);
    private final KafkaSettings kafka;
    private final Policy policy;

    Identity(GatewayConfig config, Config settings) {
        this.kafka = KafkaSettings.read(key -> settings.getOptionalValue(key, String.class))
                .withClientId(name);
        Policy standard = Policy.DEFAULT;
        this.policy = new Policy(
                config.protocol().lock(),
                config.protocol().heartbeat(),
                standard.deadLimit(),
                standard.transientRetries(),
                standard.resourceRetries(),
                standard.internalRetries(),
                standard.idleHandBackLimit(),
                config.protocol().backoff(),
                config.protocol().maxBackoff(),
                standard.firstBatch());
    }

    String name() {
        return name;
    }

    KafkaSettings kafka() {
        return kafka;
    }

    Topics topics() {
        return kafka.topics();
    }

    Policy policy() {
        return policy;
    }
}
