/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import io.carryover.contracts.job.Queue;
import io.carryover.embedded.EmbeddedPostgres;
import io.carryover.embedded.TestInfrastructure;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.QueueSettings;
import io.carryover.messaging.TopicsAdmin;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Real Kafka and PostgreSQL for a gateway under test, with short locks. */
public final class Infrastructure implements QuarkusTestResourceLifecycleManager {
    static final Duration LOCK = Duration.ofSeconds(2);
    static final Duration HEARTBEAT = Duration.ofMillis(500);
    static final List<Queue> QUEUES = List.of(Queue.parse("heads.cpu"), Queue.parse("features.cpu"));

    @Override
    public Map<String, String> start() {
        TestInfrastructure shared = TestInfrastructure.shared();
        String prefix = shared.freshPrefix();
        try (TopicsAdmin admin = new TopicsAdmin(KafkaSettings.of(shared.bootstrap()).withPrefix(prefix))) {
            admin.init(QUEUES, QueueSettings.SINGLE_BROKER.withLock(LOCK));
        }
        return Map.of(
                "carryover.database.url", shared.freshDatabase(),
                "carryover.database.user", EmbeddedPostgres.USER,
                "carryover.database.password", shared.postgres().password(),
                "carryover.kafka.bootstrap", shared.bootstrap(),
                "carryover.kafka.prefix", prefix,
                "carryover.gateway.queues", "heads.cpu,features.cpu",
                "carryover.gateway.protocol.lock", LOCK.toString(),
                "carryover.gateway.protocol.heartbeat", HEARTBEAT.toString(),
                "carryover.gateway.protocol.sweep-every", "PT0.5S",
                "carryover.gateway.protocol.worker-timeout", "PT5S");
    }

    @Override
    public void stop() {
        // The shared servers end with the JVM.
    }
}
