/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.carryover.cli.client.GatewayClient;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Registrations as a gateway gets them. */
class CheckpointOptionsTest {
    private static final Path FILES = Path.of("../shared-model/vision/src/test/resources");

    private final List<String> sent = new ArrayList<>();
    private final List<JsonNode> registered = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            Object answer = Map.of();
            if (path.equals("/v1/uploads")) {
                sent.add(Json.read(body, JsonNode.class).path("fileName").asText());
                answer = Map.of(
                        "id",
                        "up-" + sent.size(),
                        "url",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/store",
                        "sizeBytes",
                        Json.read(body, JsonNode.class).path("sizeBytes").asLong());
            } else if (path.equals("/v1/backbones")) {
                registered.add(Json.read(body, JsonNode.class));
            }
            byte[] bytes = Json.bytes(answer);
            exchange.sendResponseHeaders(200, bytes.length);
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
    void onThisMachineThePathIsEnough() {
        JsonNode request = register("127.0.0.1", "tensorflow/shards/model.ckpt-7", "--architecture=resnet50");

        assertThat(request.path("path").asText()).startsWith("/").endsWith("tensorflow/shards/model.ckpt-7");
        assertThat(request.path("architecture").asText()).isEqualTo("resnet50");
        assertThat(request.path("layout").asText()).isEqualTo("auto");
        assertThat(request.has("uploads")).isFalse();
        assertThat(sent).isEmpty();
    }

    @Test
    void elsewhereAllPartsAreSentTheIndexFirst() {
        JsonNode request = register("LOCALHOST", "tensorflow/shards/model.ckpt-7");

        assertThat(sent)
                .containsExactly(
                        "model.ckpt-7.index",
                        "model.ckpt-7.data-00000-of-00003",
                        "model.ckpt-7.data-00001-of-00003",
                        "model.ckpt-7.data-00002-of-00003");
        assertThat(request.path("uploads")).hasSize(4);
        assertThat(request.path("uploads").get(0).asText()).isEqualTo("up-1");
        assertThat(request.has("path") || request.has("upload")).isFalse();
    }

    @Test
    void anOnnxFileIsSentWithItsExternalDataAndItsValues() {
        JsonNode request = register("LOCALHOST", "onnx/external.onnx", "--onnx-input=pixels", "--feature-output=map");

        assertThat(sent).containsExactly("external.onnx", "external.bin");
        assertThat(request.path("uploads")).hasSize(2);
        assertThat(request.path("onnxInput").asText()).isEqualTo("pixels");
        assertThat(request.path("onnxOutput").asText()).isEqualTo("map");

        assertThat(register("LOCALHOST", "onnx/small.onnx").path("upload").asText())
                .isEqualTo("up-3");
    }

    @Test
    void anOptionIsForTheFilesThatItFits() {
        JsonNode plain = register("127.0.0.1", "layouts/sharded", "--onnx-output=map", "--padding=same");
        assertThat(plain.path("onnxOutput").isTextual()).isFalse();
        assertThat(plain.path("padding").asText()).isEqualTo("same");
        JsonNode onnx = register("127.0.0.1", "onnx/small.onnx", "--onnx-output=map", "--padding=same");
        assertThat(onnx.path("onnxOutput").asText()).isEqualTo("map");
        assertThat(onnx.path("padding").isTextual() || onnx.path("layout").isTextual())
                .isFalse();

        options("--onnx-output=map", "--padding=same").check(List.of(Path.of("a.pth"), Path.of("b.onnx")));
        assertThatThrownBy(() -> options("--onnx-output=map").check(List.of(Path.of("a.pth"))))
                .hasMessage("--onnx-input and --onnx-output are for .onnx files");
        assertThatThrownBy(() -> options("--padding=same").check(List.of(Path.of("b.onnx"))))
                .hasMessage("--layout, --architecture, --padding: an .onnx file has its own");
    }

    private static CheckpointOptions options(String... arguments) {
        var options = new CheckpointOptions();
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options)).parseArgs(arguments);
        return options;
    }

    /** @param host in capitals, it is not taken for this machine */
    private JsonNode register(String host, String file, String... arguments) {
        var client = new GatewayClient(
                URI.create("http://%s:%d".formatted(host, server.getAddress().getPort())));
        options(arguments).register(client, FILES.resolve(file), "mine");
        return registered.getLast();
    }
}
