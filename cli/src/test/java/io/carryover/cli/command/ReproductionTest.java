/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.reproduce.PublishedTable;
import io.carryover.cli.reproduce.ReproductionCard.Entry;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A made-up table of demo backbones against a gateway that answers as the real one does. */
class ReproductionTest {
    private static final String ENDED = """
            {"id": "ev-1", "name": "x", "state": "completed-with-failures", "createdAt": "2026-01-02T03:04:05Z",
             "backbones": [], "failures": [{"backbone": "swav", "task": "linear:digits", "code": "CLASS_ABSENT",
             "message": "class 3 has no image in train", "remedy": ""}]}""";
    private static final String LISTED = """
            {"items": [
              {"result": "r0", "protocol": "study/1", "grid": "full", "metric": "mean-per-class", "value": 1.0, "ci95": {"lo": 0.0, "hi": 2.0}},
              {"result": "r1", "protocol": "study/1", "grid": "full", "metric": "top1", "value": 85.5, "ci95": {"lo": 84.0, "hi": 87.0}}]}""";

    @TempDir
    Path folder = Path.of("");

    private final Map<String, List<String>> posted = new LinkedHashMap<>();
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    ReproductionTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        answers.put("/v1/datasets/digits", "{\"name\": \"digits\"}");
        answers.put("/v1/backbones/byol", "{\"name\": \"byol\"}");
        answers.put("/v1/results", LISTED);
        answers.put(
                "/v1/results/r1",
                "{\"record\": {\"key\": {\"dataset\": \"d1\"}, \"provenance\": {\"codeVersion\": \"0.1\", \"threads\": 2}}}");
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestURI().toString());
            String answer = answers.get(path);
            if (exchange.getRequestMethod().equals("POST")) {
                posted.computeIfAbsent(path, _ -> new ArrayList<>()).add(body);
                answer = path.equals("/v1/evaluations") ? ENDED : "{\"name\": \"x\"}";
            }
            byte[] bytes = (answer == null ? "{}" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void cellsAreRegisteredEvaluatedAndRead() throws IOException {
        Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
        Files.writeString(checkpoints.resolve("swav.pth.tar"), "weights");
        Files.writeString(checkpoints.resolve("swav-2.pth.tar"), "not this one");
        Path table = Files.writeString(folder.resolve("mine.csv"), """
                model,dataset,metric,value,ci95
                byol,digits,top1,85.4,
                swav,digits,top1,85.0,
                moco,digits,top1,85.0,
                byol,flowers,top1,85.0,
                """);
        var client = new GatewayClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        var files = new PublishedFiles(Optional.of(checkpoints), Optional.of(folder), 64, Optional.empty());
        EvaluationView ended = Json.read(ENDED.getBytes(StandardCharsets.UTF_8), EvaluationView.class);

        List<Entry> entries = new Reproduction(client, files, _ -> ended)
                .run(PublishedTable.of(table.toString()).cells());

        assertThat(entries).hasSize(4);
        assertThat(entries.get(0).ours().orElseThrow().value()).isEqualTo(85.5);
        assertThat(entries.get(0).ours().orElseThrow().result()).isEqualTo("r1");
        assertThat(entries)
                .extracting(Entry::reason)
                .containsExactly(
                        "",
                        "CLASS_ABSENT: class 3 has no image in train",
                        "no checkpoint called moco",
                        "no data set called flowers");
        // The name alone, as the results service has it; versions are told apart in the answer.
        assertThat(asked).contains("/v1/results?limit=100&protocol=study&backbone=byol&dataset=digits&task=linear");
        JsonNode registered = Json.read(posted("/v1/backbones").getFirst(), JsonNode.class);
        assertThat(registered.path("name").asText()).isEqualTo("swav");
        assertThat(registered.path("path").asText()).endsWith("swav.pth.tar");
        assertThat(registered.path("inputSize").asInt()).isEqualTo(64);
        assertThat(registered.path("normalize").asText()).isEqualTo("imagenet");
        JsonNode evaluation = Json.read(posted("/v1/evaluations").getFirst(), JsonNode.class);
        assertThat(posted("/v1/evaluations")).hasSize(1);
        assertThat(evaluation.path("backbones")).extracting(JsonNode::asText).containsExactly("byol", "swav");
        assertThat(evaluation.at("/tasks/0/kind").asText()).isEqualTo("linear");
        assertThat(evaluation.at("/tasks/0/protocol").asText()).isEqualTo("study");
    }

    @Test
    void simclrIsRegisteredWithoutNormalisation() throws IOException {
        Files.writeString(folder.resolve("simclr-v1.pth"), "weights");
        var client = new GatewayClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));

        assertThat(new PublishedFiles(Optional.of(folder), Optional.empty(), 224, Optional.empty())
                        .backbone(client, "simclr-v1"))
                .isEmpty();

        assertThat(posted("/v1/backbones").getFirst()).contains("\"normalize\":\"none\"");
    }

    private List<String> posted(String path) {
        return posted.getOrDefault(path, List.of());
    }
}
