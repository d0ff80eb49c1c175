/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.Queue;
import io.carryover.embedded.EmbeddedKafka;
import io.carryover.embedded.EmbeddedPostgres;
import io.carryover.embedded.EmbeddedS3;
import io.carryover.embedded.TestInfrastructure;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.QueueSettings;
import io.carryover.messaging.TopicsAdmin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that are started before everything they need: they stay up, say once what they lack, and begin by themselves. */
class RecoveryIT {
    /** Seconds: three JVMs start at once, on whatever else a machine does. */
    private static final int LONGEST = 150;

    private static final String NO_DATABASE = "DATABASE_UNAVAILABLE";
    private static final String NO_BROKER = "BROKER_UNAVAILABLE";
    private static final String OLD_BROKER = "BROKER_TOO_OLD";
    private static final String NO_STORE = "STORE_UNAVAILABLE";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void servicesWaitForWhatIsAwayAndBeginByThemselves(@TempDir Path folder) throws Exception {
        int broker = ServiceProcess.freePort();
        int database = ServiceProcess.freePort();
        int store = ServiceProcess.freePort();
        // Made before, as their keys are in their folders; and one that answers while share groups are off.
        brokerWithoutShareGroups(folder.resolve("kafka"));
        Map<String, String> settings = settings(folder, broker, database, store);
        try (var gateway = service("gateway", settings, folder);
                var results = service("results", settings, folder);
                var heads = service("head-training", settings, folder)) {
            says(gateway, NO_DATABASE);
            says(results, NO_DATABASE);
            says(heads, NO_BROKER);
            try (EmbeddedPostgres _ = new EmbeddedPostgres(
                    folder.resolve("postgres"),
                    TestInfrastructure.cachedBinaries(),
                    database,
                    EmbeddedPostgres.Durability.FAST)) {
                says(gateway, NO_BROKER);
                says(results, NO_BROKER);
                try (var kafka = new EmbeddedKafka(folder.resolve("kafka"), broker, Map.of())) {
                    says(gateway, OLD_BROKER);
                    says(heads, OLD_BROKER);
                    shareGroups(kafka, 1);
                    try (var topics = new TopicsAdmin(KafkaSettings.of(kafka.bootstrap()))) {
                        topics.init(Queue.SERVED, QueueSettings.SINGLE_BROKER);
                    }
                    for (ServiceProcess each : List.of(gateway, results, heads)) {
                        says(each, NO_STORE);
                    }
                    try (var s3 = new EmbeddedS3(folder.resolve("s3"), store)) {
                        s3.ensureBucket("carryover");
                        for (ServiceProcess each : List.of(gateway, results, heads)) {
                            Client.await(LONGEST, () -> ready(each) == 200);
                            assertThat(each.isAlive()).isTrue();
                        }
                    }
                }
            }
            for (String code : List.of(NO_DATABASE, NO_BROKER, OLD_BROKER, NO_STORE)) {
                assertThat(warnings(gateway, "gateway waits", code)).as(code).isEqualTo(1);
            }
            assertThat(warnings(results, "results waits", NO_BROKER)).isEqualTo(1);
        }
    }

    /** Alive, not ready, and gives this as the reason, in its answer and in its log. */
    private void says(ServiceProcess service, String code) throws Exception {
        try {
            Client.await(LONGEST, () -> body(service, "/q/health/ready").contains(code));
        } catch (AssertionError e) {
            throw new AssertionError(code + " is not said; " + service.log(), e);
        }
        assertThat(ready(service)).isEqualTo(503);
        assertThat(status(service, "/q/health/live")).isEqualTo(200);
        assertThat(service.log()).contains(code);
    }

    private static long warnings(ServiceProcess service, String who, String code) throws Exception {
        return service.log()
                .lines()
                .filter(line -> line.contains("WARN") && line.contains(who) && line.contains(code))
                .count();
    }

    private int ready(ServiceProcess service) {
        return status(service, "/q/health/ready");
    }

    private int status(ServiceProcess service, String path) {
        return get(service, path).map(HttpResponse::statusCode).orElse(0);
    }

    private String body(ServiceProcess service, String path) {
        return get(service, path).map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> get(ServiceProcess service, String path) {
        try {
            return Optional.of(http.send(
                    HttpRequest.newBuilder(URI.create(service.url() + path)).build(),
                    HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty(); // its port isn't open yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void brokerWithoutShareGroups(Path folder) throws Exception {
        try (var kafka = new EmbeddedKafka(folder, Map.of())) {
            shareGroups(kafka, 0);
        }
    }

    private static void shareGroups(EmbeddedKafka kafka, int version) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            var update =
                    new FeatureUpdate((short) version, version == 0 ? UpgradeType.SAFE_DOWNGRADE : UpgradeType.UPGRADE);
            admin.updateFeatures(Map.of("share.version", update), new UpdateFeaturesOptions())
                    .all()
                    .get();
        }
    }

    private static Map<String, String> settings(Path folder, int broker, int database, int store) {
        String databaseUrl;
        String password;
        try (var postgres = new EmbeddedPostgres(
                folder.resolve("postgres"),
                TestInfrastructure.cachedBinaries(),
                database,
                EmbeddedPostgres.Durability.FAST)) {
            databaseUrl = postgres.jdbcUrl("postgres");
            password = postgres.password();
        }
        var settings = new HashMap<String, String>();
        try (var s3 = new EmbeddedS3(folder.resolve("s3"), store)) {
            settings.put("carryover.s3.endpoint", s3.endpoint());
            settings.put("carryover.s3.access-key", s3.accessKey());
            settings.put("carryover.s3.secret-key", s3.secretKey());
            settings.put("carryover.s3.bucket", "carryover");
        }
        settings.put("carryover.kafka.bootstrap", "127.0.0.1:" + broker);
        settings.put("carryover.database.url", databaseUrl);
        settings.put("carryover.database.user", EmbeddedPostgres.USER);
        settings.put("carryover.database.password", password);
        settings.put("carryover.heads.folder", folder.resolve("heads").toString());
        settings.put("carryover.finetune.folder", folder.resolve("finetune").toString());
        return settings;
    }

    private static ServiceProcess service(String name, Map<String, String> settings, Path folder) throws Exception {
        return ServiceProcess.start("services/" + name, ServiceProcess.freePort(), settings, Map.of(), folder);
    }
}
