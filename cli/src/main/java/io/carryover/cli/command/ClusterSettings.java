/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.messaging.KafkaSettings;
import io.carryover.storage.S3ObjectStore;
import io.carryover.storage.S3Settings;
import java.util.Map;

/** Kafka and the object store as the environment names them: for commands that reach them without a gateway. */
final class ClusterSettings {
    private ClusterSettings() {}

    static KafkaSettings kafka(Map<String, String> environment) {
        return KafkaSettings.of(environment.getOrDefault("CARRYOVER_KAFKA_BOOTSTRAP", "127.0.0.1:9092"))
                .withPrefix(environment.getOrDefault("CARRYOVER_KAFKA_PREFIX", ""));
    }

    static String bucket(Map<String, String> environment) {
        return environment.getOrDefault("CARRYOVER_S3_BUCKET", "carryover");
    }

    static S3ObjectStore store(Map<String, String> environment) {
        return new S3ObjectStore(S3Settings.of(
                environment.getOrDefault("CARRYOVER_S3_ENDPOINT", "http://127.0.0.1:9000"),
                bucket(environment),
                environment.getOrDefault("CARRYOVER_S3_ACCESS_KEY", "carryover"),
                environment.getOrDefault("CARRYOVER_S3_SECRET_KEY", "carryover")));
    }
}
