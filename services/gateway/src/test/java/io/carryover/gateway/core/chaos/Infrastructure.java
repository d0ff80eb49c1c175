/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import io.carryover.contracts.job.Queue;
import io.carryover.embedded.EmbeddedKafka;
import io.carryover.embedded.EmbeddedPostgres;
import io.carryover.embedded.EmbeddedS3;
import io.carryover.embedded.TestInfrastructure;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.QueueSettings;
import io.carryover.messaging.TopicsAdmin;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Real Kafka, S3 and PostgreSQL for a gateway under test, with short locks, and a broker that can be restarted. */
public class Infrastructure implements QuarkusTestResourceLifecycleManager {
    static final Duration LOCK = Duration.ofSeconds(4);
    static final Duration HEARTBEAT = Duration.ofSeconds(1);
    static final List<Queue> QUEUES = Stream.of(
                    "imports.cpu",
                    "features.cpu",
                    "heads.cpu",
                    "finetune.cpu",
                    "detection.cpu",
                    "segmentation.cpu",
                    "analysis.cpu",
                    "features.cuda",
                    "heads.cuda")
            .map(Queue::parse)
            .toList();

    private static final Map<String, String> SETTINGS = new HashMap<>();
    private static Optional<EmbeddedKafka> kafka = Optional.empty();
    private static Optional<Path> folder = Optional.empty();

    @Override
    public Map<String, String> start() {
        TestInfrastructure shared = TestInfrastructure.shared();
        EmbeddedS3 s3 = shared.s3();
        try {
            folder = Optional.of(Files.createTempDirectory("carryover-chaos-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String bootstrap = startBrokers();
        try (TopicsAdmin admin = new TopicsAdmin(KafkaSettings.of(bootstrap))) {
            admin.init(QUEUES, queueSettings().withLock(LOCK));
        }
        SETTINGS.putAll(Map.of(
                "carryover.database.url", shared.freshDatabase(),
                "carryover.database.user", EmbeddedPostgres.USER,
                "carryover.database.password", shared.postgres().password(),
                "carryover.kafka.bootstrap", bootstrap,
                "carryover.s3.endpoint", s3.endpoint(),
                "carryover.s3.bucket", shared.freshBucket(),
                "carryover.s3.access-key", s3.accessKey(),
                "carryover.s3.secret-key", s3.secretKey()));
        SETTINGS.putAll(Map.of(
                "carryover.gateway.queues",
                String.join(",", QUEUES.stream().map(Queue::id).toList()),
                "carryover.gateway.protocol.lock",
                LOCK.toString(),
                "carryover.gateway.protocol.heartbeat",
                HEARTBEAT.toString(),
                // The least that a store takes of a part that isn't the last.
                "carryover.api.upload.part-bytes",
                "5242880",
                "carryover.gateway.protocol.sweep-every",
                "PT0.5S",
                "carryover.gateway.protocol.worker-timeout",
                "PT5S",
                "carryover.gateway.protocol.backoff",
                "PT0.2S"));
        return SETTINGS;
    }

    /** Starts what keeps messages; gives where. */
    String startBrokers() {
        EmbeddedKafka broker = new EmbeddedKafka(folder().resolve("kafka"), Map.of());
        kafka = Optional.of(broker);
        return broker.bootstrap();
    }

    QueueSettings queueSettings() {
        return QueueSettings.SINGLE_BROKER;
    }

    void stopBrokers() {
        kafka.ifPresent(EmbeddedKafka::close);
    }

    static String setting(String key) {
        String value = SETTINGS.get(key);
        if (value == null) {
            throw new IllegalStateException("no " + key);
        }
        return value;
    }

    static Map<String, String> settings() {
        return Map.copyOf(SETTINGS);
    }

    static Path folder() {
        return folder.orElseThrow();
    }

    /** Stops the broker and starts it again on its data and port. */
    static void restartBroker() {
        EmbeddedKafka before = kafka.orElseThrow();
        before.close();
        kafka = Optional.of(new EmbeddedKafka(folder().resolve("kafka"), before.port(), Map.of()));
    }

    @Override
    public void stop() {
        stopBrokers();
        try (Stream<Path> files = Files.walk(folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
