/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with a running system, by the command, with real workers. */
class OperationsIT {
    private static final String TASK = "few-shot:digits:5w5s";

    @Test
    void triedLookedAtPlannedDrainedAndComputedAgain(@TempDir Path folder) throws Exception {
        try (ServiceProcess system = ServiceProcess.start(
                "deploy/standalone",
                ServiceProcess.freePort(),
                Map.of(),
                Map.of("CARRYOVER_HOME", folder.resolve("home").toString()),
                folder)) {
            var client = new Client(system.url(), system.url());
            client.ready(system);
            var carryover = new Carryover(folder, system.url());

            JsonNode tried = carryover.run("admin", "check", "--json").well().json();
            assertThat(tried.path("passed").asBoolean()).isTrue();
            assertThat(tried.path("checks").findValuesAsText("what")).endsWith("its score is the known one");
            assertThat(carryover.run("admin", "check", "--json").status())
                    .as("a second time")
                    .isZero();
            JsonNode looked = carryover.run("doctor", "--json").well().json();
            assertThat(looked.path("checks").findValuesAsText("what"))
                    .contains("gateway", "version", "object store", "outbox", "queue heads.cpu", "results service");

            client.dataset("digits");
            client.checkpoint("supervised", "checkpoints/resnet50w8_supervised.pth");
            Client.await(60, () -> ready(client));
            JsonNode before = plan(carryover);
            assertThat(before.at("/stages/0/toRun").asInt()).isEqualTo(3);
            assertThat(before.at("/devices/0/withoutEstimate").asInt())
                    .as("what the check ran was on a dataset that is registered no more")
                    .isEqualTo(4);
            carryover.run("admin", "drain", "--queue", "heads.cpu", "--json").well();
            String id = StandaloneIT.id(client.post(
                    "/v1/evaluations",
                    "{\"backbones\":[\"supervised\"],\"tasks\":[{\"kind\":\"few-shot\",\"dataset\":\"digits\"}]}"));
            Client.await(90, () -> quietly(client, "/v1/evaluations/" + id)
                    .path("waitsFor")
                    .asText()
                    .equals("the end of the drain of heads.cpu"));
            carryover.run("admin", "drain", "--queue", "heads.cpu", "--undo").well();
            assertThat(client.ended(id).path("state").asText()).isEqualTo("completed");
            JsonNode after = plan(carryover);
            assertThat(after.at("/stages/0/cached").asInt()).isEqualTo(3);
            assertThat(after.path("devices")).isEmpty();

            Client.await(30, () -> result(client).path("revision").asInt() == 1);
            carryover.run("admin", "rerun", id, "supervised/" + TASK).well();
            assertThat(client.ended(id).path("state").asText()).isEqualTo("completed");
            Client.await(30, () -> result(client).path("revision").asInt() == 2);
            assertThat(result(client).path("value").asDouble())
                    .isEqualTo(62.94, org.assertj.core.api.Assertions.within(0.1));
            Carryover.Ran wrong = carryover.run("admin", "rerun", id, "supervised/linear:digits");
            assertThat(wrong.status()).isEqualTo(1);
            assertThat(wrong.err())
                    .contains("NOT_FOUND no cell 'supervised/linear:digits'; there are supervised/" + TASK);
            assertThat(carryover.run("admin", "requeue").status())
                    .as("wrong usage")
                    .isEqualTo(2);
        }
    }

    private static boolean ready(Client client) {
        return quietly(client, "/v1/backbones/supervised")
                        .path("state")
                        .asText()
                        .equals("ready")
                && quietly(client, "/v1/datasets/digits").path("state").asText().equals("ready");
    }

    private static JsonNode plan(Carryover carryover) throws Exception {
        return carryover
                .run("evaluate", "supervised", "--task", TASK, "--dry-run", "--json")
                .well()
                .json();
    }

    private static JsonNode result(Client client) {
        return quietly(client, "/v1/results?backbone=supervised").path("items").path(0);
    }

    private static JsonNode quietly(Client client, String path) {
        return BackupIT.quietly(client, path);
    }
}
