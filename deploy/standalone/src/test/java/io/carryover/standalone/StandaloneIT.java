/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The system as a person runs it: one process, real Kafka, object store and database, the shipped checkpoints. */
class StandaloneIT {
    private static final String LINEAR = "{\"kind\":\"linear\",\"dataset\":\"digits\"}";
    private static final String FEW_SHOT = "{\"kind\":\"few-shot\",\"dataset\":\"digits\"}";

    @Test
    void evaluatesOnceWhateverIsAskedTwice(@TempDir Path folder) throws Exception {
        try (ServiceProcess system = start(folder)) {
            var client = new Client(system.url(), system.url());
            client.ready(system);
            client.dataset("digits");
            client.checkpoint("supervised", "checkpoints/resnet50w8_supervised.pth");
            client.checkpoint("mocov2", "checkpoints/resnet50w8_mocov2.pth.tar");
            client.checkpoint("pycontrast", "checkpoints/resnet50w8_pycontrast.pth");
            client.checkpoint("evil", "bad/evil_exec.pth");
            client.checkpoint("nan", "bad/nan.pth");
            String body =
                    "{\"name\":\"it\",\"backbones\":[\"supervised\",\"mocov2\",\"pycontrast\",\"evil\",\"nan\"],\"tasks\":["
                            + LINEAR + "," + FEW_SHOT + "]}";

            HttpResponse<String> first = client.post("/v1/evaluations", body, "Idempotency-Key", "k1");
            HttpResponse<String> again = client.post("/v1/evaluations", body, "Idempotency-Key", "k1");
            String second = id(client.post("/v1/evaluations", body));
            JsonNode ended = client.ended(id(first));

            assertThat(first.statusCode()).isEqualTo(202);
            assertThat(id(again)).isEqualTo(id(first));
            assertThat(client.ended(second).path("state").asText()).isEqualTo("completed-with-failures");
            assertThat(ended.path("failures").findValuesAsText("code")).containsOnly("BACKBONE_REFUSED");
            assertThat(String.join("\n", ended.path("failures").findValuesAsText("message")))
                    .contains("posix.system", "is NaN");
            assertThat(Files.exists(Path.of("PWNED_BY_EVIL_EXEC.txt"))).isFalse();
            Client.await(30, () -> count(client) == 6);
            assertThat(scores(client)).containsExactlyInAnyOrderEntriesOf(Expected.scores());
            double attempts = client.attempts();
            assertThat(attempts).isPositive();
            assertThat(client.ended(id(client.post("/v1/evaluations", body)))
                            .path("state")
                            .asText())
                    .isEqualTo("completed-with-failures");
            assertThat(client.attempts())
                    .as("a repeat is served from what is there")
                    .isEqualTo(attempts);
            // The analysis comes after the end.
            Client.await(30, () -> quietly(
                            client, "/v1/evaluations/" + ended.path("id").asText())
                    .at("/analysis/why")
                    .asText()
                    .contains("2 different models"));
            analysed(client);
            assertThat(system.stop()).as("exit status, 143 after a signal").isIn(0, 143);
            assertThat(system.log()).contains("READY " + system.url());
        }
    }

    @Test
    void goesOnWhereItWasAfterAKill(@TempDir Path folder) throws Exception {
        String id;
        try (ServiceProcess system = start(folder)) {
            var client = new Client(system.url(), system.url());
            client.ready(system);
            client.dataset("digits");
            client.checkpoint("supervised", "checkpoints/resnet50w8_supervised.pth");
            client.checkpoint("mocov2", "checkpoints/resnet50w8_mocov2.pth.tar");
            client.checkpoint("pycontrast", "checkpoints/resnet50w8_pycontrast.pth");
            id = id(client.post(
                    "/v1/evaluations",
                    "{\"name\":\"it\",\"backbones\":[\"supervised\",\"mocov2\",\"pycontrast\"],\"tasks\":[" + LINEAR
                            + "," + FEW_SHOT + "]}"));
            Client.await(60, () -> quietly(client, "/v1/evaluations/" + id).findValues("jobsDone").stream()
                    .anyMatch(done -> done.asInt() > 0));
            system.kill();
        }
        try (ServiceProcess system = start(folder)) {
            var client = new Client(system.url(), system.url());
            client.ready(system);

            assertThat(client.ended(id).path("state").asText()).isEqualTo("completed");

            Client.await(30, () -> count(client) == 6);
            assertThat(scores(client)).containsExactlyInAnyOrderEntriesOf(Expected.scores());
        }
    }

    /** Four different backbones on two tasks: when the evaluation has ended, correlations and ranking follow by themselves. */
    private static void analysed(Client client) throws Exception {
        client.checkpoint("simclr", "checkpoints/resnet50w8_simclr.pth");
        client.checkpoint("byol", "checkpoints/resnet50w8_byol.pth");
        String id = id(client.post(
                "/v1/evaluations",
                "{\"backbones\":[\"supervised\",\"mocov2\",\"simclr\",\"byol\"],\"tasks\":[" + FEW_SHOT
                        + ",{\"kind\":\"few-shot\",\"dataset\":\"digits\",\"shots\":1}]}"));

        assertThat(client.ended(id).path("state").asText()).isEqualTo("completed");
        JsonNode correlations = documentOf(client, "/v1/evaluations/" + id, "/analysis/state", "/analysis/id");
        JsonNode panel = correlations.path("panels").path(0);
        assertThat(panel.path("n").asInt()).isEqualTo(4);
        assertThat(panel.at("/pearson/ci95").size()).isEqualTo(2);
        assertThat(panel.path("points").findValuesAsText("model"))
                .containsExactlyInAnyOrder("supervised", "mocov2", "simclr", "byol");
        assertThat(published(client).path("panels").size()).isGreaterThan(60);
    }

    /** Correlations of the study's tables, from a job. */
    static JsonNode published(Client client) throws Exception {
        String id = id(client.post("/v1/analysis", "{\"source\":\"published\"}"));
        return documentOf(client, "/v1/analysis/" + id, "/state", "/id");
    }

    /** Waits until the analysis is done, whose state and id stand there, and returns its correlations. */
    private static JsonNode documentOf(Client client, String path, String state, String id) throws Exception {
        Client.await(240, () -> quietly(client, path).at(state).asText().equals("done"));
        return client.get("/v1/analysis/" + client.get(path).at(id).asText() + "/correlations");
    }

    static Map<String, String> scores(Client client) throws IOException, InterruptedException {
        var scores = new TreeMap<String, String>();
        for (JsonNode result : client.results("/v1/results?limit=100").path("items")) {
            String was = scores.put(
                    result.findValue("backbone").isTextual()
                            ? result.findValue("backbone").asText() + " "
                                    + result.findValue("task").asText()
                            : result.path("backbone").path("name").asText() + " "
                                    + result.findValue("task").asText(),
                    "%.2f".formatted(result.findValue("value").asDouble()));
            assertThat(was).as("one result per cell").isNull();
        }
        return scores;
    }

    static int count(Client client) {
        return quietlyResults(client).size();
    }

    static String id(HttpResponse<String> response) {
        return Json.read(response.body(), JsonNode.class).path("id").asText();
    }

    private static JsonNode quietlyResults(Client client) {
        try {
            return client.results("/v1/results?limit=100").path("items");
        } catch (IOException | InterruptedException e) {
            return Json.mapper().createArrayNode();
        }
    }

    private static JsonNode quietly(Client client, String path) {
        try {
            return client.get(path);
        } catch (IOException | InterruptedException e) {
            return Json.mapper().createObjectNode();
        }
    }

    private static ServiceProcess start(Path folder) throws IOException {
        return ServiceProcess.start(
                "deploy/standalone",
                ServiceProcess.freePort(),
                Map.of(),
                Map.of("CARRYOVER_HOME", folder.resolve("home").toString()),
                folder);
    }
}
