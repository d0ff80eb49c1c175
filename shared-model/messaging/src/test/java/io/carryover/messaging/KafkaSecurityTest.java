/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSecurityTest {
    private static final String SECRET = "hunter2";

    @Test
    void kafkasOwnNamesAreReadBehindOurPrefix() {
        Map<String, String> set = Map.of(
                "carryover.kafka.bootstrap", "kafka:9093",
                "carryover.kafka.prefix", "team-a.",
                "carryover.kafka.security.security.protocol", "SASL_SSL",
                "carryover.kafka.security.sasl.jaas.config", SECRET,
                "carryover.kafka.security.ssl.truststore.location", "/etc/ca.pem");
        KafkaSettings kafka = KafkaSettings.read(name -> Optional.ofNullable(set.get(name)));
        assertThat(kafka.client(Map.of()))
                .containsEntry("bootstrap.servers", "kafka:9093")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.jaas.config", SECRET)
                .containsEntry("ssl.truststore.location", "/etc/ca.pem");
        assertThat(kafka.topics().events()).startsWith("team-a.");
        assertThat(kafka.toString()).contains("sasl.jaas.config").doesNotContain(SECRET);
    }

    @Test
    void nothingSetIsNothingAskedFor() {
        assertThat(KafkaSettings.read(name -> Optional.empty())).isEqualTo(KafkaSettings.of("127.0.0.1:9092"));
    }

    @Test
    void aFileIsReadForEachClientAndSettingsGoBeforeIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("client.properties");
        var security = new KafkaSecurity(Map.of("sasl.mechanism", "PLAIN"), Optional.of(file));
        assertThatThrownBy(security::client)
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKER_UNAVAILABLE))
                .hasMessageContaining("client.properties")
                .hasMessageContaining("can't be read");
        Files.writeString(file, "security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n");
        assertThat(security.client())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "PLAIN");
        Files.writeString(file, "config.providers=env\nconfig.providers.env.class=x\nssl.key.password=${env:P}\n");
        assertThat(security.client()).containsKeys("config.providers", "config.providers.env.class");
    }

    @Test
    void aTypingErrorInTheFileIsNamedAndItsValueIsNot(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("client.properties");
        Files.writeString(file, "sasl.jaas.conf=" + SECRET + "\n");
        assertThatThrownBy(new KafkaSecurity(Map.of(), Optional.of(file))::client)
                .hasMessageContaining("sasl.jaas.conf")
                .hasMessageNotContaining(SECRET);
        Files.writeString(file, "sasl.password=\\uZZZZ" + SECRET + "\n");
        assertThatThrownBy(new KafkaSecurity(Map.of(), Optional.of(file))::client)
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
    }
}
