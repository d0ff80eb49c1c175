/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.Queue;
import io.carryover.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every client of ours against a broker that asks for a password. */
class KafkaSecurityIT {
    private static final Queue QUEUE = Queue.parse("features.cpu");
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";
    /** The clients' listener keeps its name, and asks. */
    private static final Map<String, String> BROKER = Map.of(
            "listener.security.protocol.map", "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
            "sasl.enabled.mechanisms", "PLAIN",
            "sasl.mechanism.inter.broker.protocol", "PLAIN",
            "listener.name.plaintext.plain.sasl.jaas.config",
                    PLAIN + "username=\"broker\" password=\"b\" user_broker=\"b\" user_carryover=\"right\";");

    @Test
    void everyClientShowsWhatTheFileHolds(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("client.properties");
        try (EmbeddedKafka broker = new EmbeddedKafka(folder.resolve("kafka"), BROKER)) {
            KafkaSettings kafka =
                    KafkaSettings.of(broker.bootstrap()).withSecurity(new KafkaSecurity(Map.of(), Optional.of(file)));
            write(file, "wrong");
            try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
                assertThatThrownBy(() -> admin.check(QUEUE))
                        .isInstanceOfSatisfying(CarryoverException.class, e -> assertThat(e.code())
                                .isEqualTo(ErrorCode.BROKER_UNAVAILABLE))
                        .hasMessageNotContaining("wrong");
            }
            write(file, "right");
            try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
                admin.init(List.of(QUEUE), QueueSettings.SINGLE_BROKER);
                admin.check(QUEUE);
            }
            try (KafkaEvents events = new KafkaEvents(kafka, "worker", Clock.systemUTC());
                    ControlReader control = ControlReader.start(kafka);
                    ShareQueue queue = new ShareQueue(kafka, List.of(QUEUE), surplus -> {})) {
                events.publish(new WorkerEvent.Left(WorkerEvent.VERSION, new WorkerId("w-1")));
                assertThat(control.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
                assertThat(queue.take(Duration.ofMillis(500))).isEmpty();
            }
        }
    }

    private static void write(Path file, String password) throws Exception {
        Files.writeString(file, """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=%susername="carryover" password="%s";
                """.formatted(PLAIN, password));
    }
}
