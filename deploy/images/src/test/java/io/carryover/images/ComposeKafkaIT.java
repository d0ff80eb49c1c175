/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.Queue;
import io.carryover.embedded.EmbeddedKafka;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.QueueSettings;
import io.carryover.messaging.TopicsAdmin;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker's settings in the Compose file are settings of that broker, and enough for Carryover's share groups. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ComposeKafkaIT {
    /** Where it listens and writes is another matter in a test. */
    private static final Set<String> OF_THE_PLACE =
            Set.of("listeners", "advertised.listeners", "controller.quorum.voters", "log.dirs");

    private final Map<String, String> settings = settings();

    @Test
    void settingsHaveNamesThatTheBrokerKnows() {
        assertThat(settings.keySet())
                .isSubsetOf(scala.jdk.javaapi.CollectionConverters.asJava(KafkaConfig.configNames()))
                .contains("group.share.max.size", "share.coordinator.state.topic.min.isr");
    }

    @Test
    void aBrokerWithThemTakesTopicsAndShareGroups(@TempDir Path folder) {
        Map<String, String> elsewhere = new TreeMap<>(settings);
        elsewhere.keySet().removeAll(OF_THE_PLACE);
        try (var kafka = new EmbeddedKafka(folder, elsewhere);
                var topics = new TopicsAdmin(KafkaSettings.of(kafka.bootstrap()))) {
            topics.init(Queue.SERVED, QueueSettings.SINGLE_BROKER);

            for (Queue queue : Queue.SERVED) {
                assertThat(topics.check(queue)).isEqualTo(QueueSettings.SINGLE_BROKER.lock());
            }
        }
    }

    /** Kafka's image makes a property of each KAFKA_ variable. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        ComposeFile.read("docker-compose.yml").environment("kafka").forEach((name, value) -> {
            if (!name.equals("KAFKA_HEAP_OPTS")) {
                settings.put(name.substring("KAFKA_".length()).replace('_', '.').toLowerCase(Locale.ROOT), value);
            }
        });
        return settings;
    }
}
