/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.json.Json;
import io.carryover.embedded.EmbeddedPostgres;
import io.carryover.embedded.TestInfrastructure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/backup.md}, done: database and object store are copied, Kafka is lost, and everything is as it was. */
class BackupIT {
    private static final Pattern STATEMENTS = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    @Test
    void restoredBesideAnEmptyKafkaEverythingIsAsItWas(@TempDir Path folder) throws Exception {
        Path lost = folder.resolve("lost");
        Path restored = folder.resolve("restored");
        Map<String, String> before;
        String id;
        try (ServiceProcess system = start(lost, folder)) {
            var client = new Client(system.url(), system.url());
            client.ready(system);
            client.dataset("digits");
            client.checkpoint("supervised", "checkpoints/resnet50w8_supervised.pth");
            id = StandaloneIT.id(client.post(
                    "/v1/evaluations",
                    "{\"backbones\":[\"supervised\"],\"tasks\":[{\"kind\":\"few-shot\",\"dataset\":\"digits\"}]}"));
            assertThat(client.ended(id).path("state").asText()).isEqualTo("completed");
            Client.await(30, () -> StandaloneIT.count(client) == 1);
            before = held(client, id);
            system.stop();
        }

        copy(lost.resolve("postgres"), restored.resolve("postgres"));
        copy(lost.resolve("s3"), restored.resolve("s3"));
        forgetOffsets(restored.resolve("postgres"));

        try (ServiceProcess system = start(restored, folder)) {
            var client = new Client(system.url(), system.url());
            client.ready(system);
            assertThat(held(client, id)).isEqualTo(before);
            var carryover = new Carryover(folder, system.url());
            JsonNode sent =
                    carryover.run("admin", "republish-results", "--json").well().json();
            assertThat(sent.path("results").asInt()).isEqualTo(1);
            assertThat(sent.path("tables").asInt()).as("the study's").isPositive();
            // Nothing but the topic is left to read from.
            Client.await(60, () -> {
                JsonNode rebuilt = rebuilt(client);
                return rebuilt.path("caughtUp").asBoolean()
                        && rebuilt.path("digest").asText().equals(before.get("digest"));
            });
            assertThat(held(client, id)).isEqualTo(before);

            String more = StandaloneIT.id(
                    client.post(
                            "/v1/evaluations",
                            "{\"backbones\":[\"supervised\"],\"tasks\":[{\"kind\":\"few-shot\",\"dataset\":\"digits\",\"shots\":1}]}"));
            assertThat(client.ended(more).path("state").asText())
                    .as("features come from the restored store")
                    .isEqualTo("completed");
            assertThat(client.metric("carryover_attempts_total"))
                    .as("of two that the evaluations and their analyses need at most")
                    .isLessThanOrEqualTo(2);
        }
    }

    /** What must be the same afterwards. */
    private static Map<String, String> held(Client client, String evaluation) throws Exception {
        var held = new TreeMap<String, String>();
        held.put("board", client.page("/v1/leaderboard").body());
        held.put("results", client.page("/v1/results").body());
        held.put("digest", client.results("/v1/results/state").path("digest").asText());
        held.put("cells", client.get("/v1/evaluations/" + evaluation + "/cells").toString());
        held.put(
                "state",
                client.get("/v1/evaluations/" + evaluation).path("state").asText());
        held.put("backbone", client.get("/v1/backbones/supervised").toString());
        held.put("dataset", client.get("/v1/datasets/digits").toString());
        return held;
    }

    private static JsonNode rebuilt(Client client) {
        try {
            return Json.read(client.post("/v1/results/rebuild", "").body(), JsonNode.class);
        } catch (IOException | InterruptedException e) {
            return Json.mapper().createObjectNode();
        }
    }

    /** The statements of the page, on the restored database. */
    private static void forgetOffsets(Path postgres) throws Exception {
        Matcher statements = STATEMENTS.matcher(Files.readString(Path.of("../../docs/backup.md")));
        assertThat(statements.find()).isTrue();
        try (var server = new EmbeddedPostgres(
                        postgres, TestInfrastructure.cachedBinaries(), 0, EmbeddedPostgres.Durability.SAFE);
                Connection connection = DriverManager.getConnection(
                        server.jdbcUrl(StandaloneSettings.DATABASE), EmbeddedPostgres.USER, server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(statements.group(1));
        }
    }

    static JsonNode quietly(Client client, String path) {
        try {
            return client.get(path);
        } catch (IOException | InterruptedException e) {
            return Json.mapper().createObjectNode();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path made = Files.createDirectories(
                        to.resolve(from.relativize(folder).toString()));
                Files.setPosixFilePermissions(made, Files.getPosixFilePermissions(folder));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static ServiceProcess start(Path home, Path folder) throws IOException {
        return ServiceProcess.start(
                "deploy/standalone",
                ServiceProcess.freePort(),
                Map.of(),
                Map.of("CARRYOVER_HOME", home.toString()),
                folder);
    }
}
