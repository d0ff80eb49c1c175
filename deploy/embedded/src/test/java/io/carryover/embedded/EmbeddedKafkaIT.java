/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EmbeddedKafkaIT {
    private final Path folder;

    EmbeddedKafkaIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void keepsItsRecordsAndItsPortOverARestart() throws Exception {
        int port;
        try (EmbeddedKafka first = new EmbeddedKafka(folder, Map.of())) {
            port = first.port();
            KafkaRecords.createTopic(first.bootstrap(), "kept");
            KafkaRecords.send(first.bootstrap(), "kept", "one");
        }
        try (EmbeddedKafka second = new EmbeddedKafka(folder, port, Map.of())) {
            assertThat(second.port()).isEqualTo(port);
            KafkaRecords.send(second.bootstrap(), "kept", "two");
            assertThat(KafkaRecords.read(second.bootstrap(), "kept", 2)).containsExactly("one", "two");
            assertThatExceptionOfType(CarryoverException.class)
                    .isThrownBy(() -> new EmbeddedKafka(folder.resolve("other"), port, Map.of()))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PORT_IN_USE));
        }
    }

    @Test
    void servesShareGroupsWithALockOfOneSecond() throws Exception {
        TestInfrastructure shared = TestInfrastructure.shared();
        String topic = shared.freshPrefix() + "work";
        KafkaRecords.createTopic(shared.bootstrap(), topic);
        KafkaRecords.send(shared.bootstrap(), topic, "a job");
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", shared.bootstrap()))) {
            admin.incrementalAlterConfigs(Map.of(
                            group,
                            List.of(
                                    set("share.auto.offset.reset", "earliest"),
                                    set("share.record.lock.duration.ms", "1000"))))
                    .all()
                    .get();
        }
        List<String> taken = new ArrayList<>();
        try (KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(
                Map.of("bootstrap.servers", shared.bootstrap(), "group.id", topic),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            for (int polls = 0; taken.isEmpty() && polls < 100; polls++) {
                for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofMillis(300))) {
                    taken.add(found.value());
                }
            }
        }
        assertThat(taken).containsExactly("a job");
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
