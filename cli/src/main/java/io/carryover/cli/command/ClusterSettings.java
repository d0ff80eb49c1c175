/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.messaging.KafkaSettings;
import io.carryover.storage.S3ObjectStore;
import io.carryover.storage.S3Settings;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Kafka and the object store as the environment names them: for commands that reach them without a gateway. */
final class ClusterSettings {
    private ClusterSettings() {}

    static KafkaSettings kafka(Map<String, String> environment) {
        return KafkaSettings.read(name -> setting(environment, name));
    }

    /** As services take a setting from the environment: upper case, other signs than letters and digits become {@code _}. */
    private static Optional<String> setting(Map<String, String> environment, String name) {
        String variable = name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isEmpty());
    }

    static String bucket(Map<String, String> environment) {
        return s3(environment).bucket();
    }

    static S3ObjectStore store(Map<String, String> environment) {
        return new S3ObjectStore(s3(environment));
    }

    private static S3Settings s3(Map<String, String> environment) {
        return S3Settings.read(name -> setting(environment, name));
    }
}
