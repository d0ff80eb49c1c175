/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How to reach Kafka.
 *
 * @param bootstrap {@code host:port}, several separated by commas
 * @param security the same for every client
 * @param topics names
 * @param clientId stands in the broker's logs and quotas
 */
public record KafkaSettings(String bootstrap, KafkaSecurity security, Topics topics, String clientId) {
    /**
     * Reads {@code carryover.kafka.*}, which is the same for every service and for {@code carryover admin init}.
     *
     * @param lookup value of a setting
     */
    public static KafkaSettings read(Function<String, Optional<String>> lookup) {
        return new KafkaSettings(
                lookup.apply("carryover.kafka.bootstrap").orElse("127.0.0.1:9092"),
                KafkaSecurity.read(lookup),
                new Topics(lookup.apply("carryover.kafka.prefix").orElse("")),
                "carryover");
    }

    /** Plain text, standard names. */
    public static KafkaSettings of(String bootstrap) {
        return new KafkaSettings(bootstrap, KafkaSecurity.NONE, Topics.STANDARD, "carryover");
    }

    /** The same with a prefix before every topic and group. */
    public KafkaSettings withPrefix(String prefix) {
        return new KafkaSettings(bootstrap, security, new Topics(prefix), clientId);
    }

    /** The same under another client id. */
    public KafkaSettings withClientId(String id) {
        return new KafkaSettings(bootstrap, security, topics, id);
    }

    /** The same with these credentials. */
    public KafkaSettings withSecurity(KafkaSecurity credentials) {
        return new KafkaSettings(bootstrap, credentials, topics, clientId);
    }

    /**
     * Settings of one client: the common ones, then {@code own}.
     *
     * @throws io.carryover.contracts.error.CarryoverException BROKER_UNAVAILABLE when credentials can't be read
     */
    Map<String, Object> client(Map<String, ?> own) {
        Map<String, Object> all = new HashMap<>();
        all.put("bootstrap.servers", bootstrap);
        all.put("client.id", clientId);
        // A broker that comes back is found again within a second, not after the default's minute of backing off.
        all.put("reconnect.backoff.ms", 50);
        all.put("reconnect.backoff.max.ms", 1000);
        all.putAll(security.client());
        all.putAll(own);
        return all;
    }
}
