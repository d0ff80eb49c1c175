/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.util.HashMap;
import java.util.Map;

/**
 * How to reach Kafka.
 *
 * @param bootstrap {@code host:port}, several separated by commas
 * @param security client settings for every client: {@code security.protocol}, {@code sasl.*}, {@code ssl.*}
 * @param topics names
 * @param clientId stands in the broker's logs and quotas
 */
public record KafkaSettings(String bootstrap, Map<String, String> security, Topics topics, String clientId) {
    public KafkaSettings {
        security = Map.copyOf(security);
    }

    /** Plain text, standard names. */
    public static KafkaSettings of(String bootstrap) {
        return new KafkaSettings(bootstrap, Map.of(), Topics.STANDARD, "carryover");
    }

    /** The same with a prefix before every topic and group. */
    public KafkaSettings withPrefix(String prefix) {
        return new KafkaSettings(bootstrap, security, new Topics(prefix), clientId);
    }

    /** The same under another client id. */
    public KafkaSettings withClientId(String id) {
        return new KafkaSettings(bootstrap, security, topics, id);
    }

    /** Settings of one client: the common ones, then {@code own}. */
    Map<String, Object> client(Map<String, ?> own) {
        Map<String, Object> all = new HashMap<>();
        all.put("bootstrap.servers", bootstrap);
        all.put("client.id", clientId);
        // A broker that comes back is found again within a second, not after the default's minute of backing off.
        all.put("reconnect.backoff.ms", 50);
        all.put("reconnect.backoff.max.ms", 1000);
        all.putAll(security);
        all.putAll(own);
        return all;
    }
}
