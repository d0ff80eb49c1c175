/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.carryover.contracts.api.DatasetView;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayClientTest {
    private HttpServer server;
    private GatewayClient client;
    private final List<Duration> pauses = new ArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        client = new GatewayClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Optional.of("co_key"), pauses::add);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theKeyGoesToTheGatewayAndNotToTheStore(@TempDir Path folder) throws IOException {
        Map<String, Optional<String>> sent = new TreeMap<>();
        server.createContext("/", exchange -> {
            sent.put(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.getRequestBody().readAllBytes();
            byte[] body = "{\"id\":\"up-1\",\"sizeBytes\":3,\"url\":\"http://127.0.0.1:%d/store\",\"parts\":[]}"
                    .formatted(server.getAddress().getPort())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });

        client.upload(Files.writeString(folder.resolve("a.pth"), "abc"));

        assertThat(sent)
                .containsEntry("POST /v1/uploads", Optional.of("Bearer co_key"))
                .containsEntry("PUT /store", Optional.empty());
    }

    @Test
    void theKeyIsTheEnvironmentsOrAFiles(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "co_from_file\n");

        assertThat(CallerKey.of(Map.of())).isEmpty();
        assertThat(CallerKey.of(Map.of("CARRYOVER_KEY_FILE", file.toString()))).contains("co_from_file");
        assertThat(CallerKey.of(Map.of("CARRYOVER_KEY", "co_said", "CARRYOVER_KEY_FILE", file.toString())))
                .contains("co_said");
        assertThatThrownBy(() -> CallerKey.of(Map.of("CARRYOVER_KEY", "co_se cret")))
                .hasMessageContaining("holds no key")
                .hasMessageNotContaining("cret");
    }

    @Test
    void followsCursorsToTheLastPage() {
        answer(
                "/v1/datasets",
                query -> query == null
                        ? Map.of("items", List.of(dataset("a")), "next", "x y")
                        : Map.of("items", List.of(dataset(query)), "next", Optional.empty()));

        assertThat(client.datasets()).extracting(DatasetView::name).containsExactly("a", "cursor=x+y");
    }

    @Test
    void aProblemDocumentBecomesItsError() {
        server.createContext("/v1/evaluations/e1", exchange -> {
            byte[] body = Json.bytes(Problem.of(ErrorCode.NOT_FOUND, "there is no evaluation e1"));
            exchange.sendResponseHeaders(404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });

        assertThatThrownBy(() -> client.evaluation("e1"))
                .hasMessage("there is no evaluation e1")
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void anAnswerThatIsNoProblemDocumentIsADefect() {
        server.createContext("/v1/evaluations/e1", exchange -> {
            byte[] body = "<html>proxy</html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(502, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });

        assertThatThrownBy(() -> client.evaluation("e1")).hasMessage("the gateway answered 502 to /v1/evaluations/e1");
    }

    @Test
    void whereNobodyListensItSaysSo() {
        server.stop(0);

        assertThat(client.isReady()).isFalse();
        assertThatThrownBy(() -> client.leaderboard())
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATEWAY_UNREACHABLE));
    }

    /** Answers that the object store gives to the PUTs of each part, in turn; the last one stands. */
    private SortedMap<Integer, String> store(Path file, int partBytes, Map<Integer, List<Integer>> statuses)
            throws IOException {
        int size = Math.toIntExact(Files.size(file));
        SortedMap<Integer, String> received = new TreeMap<>();
        List<Map<String, Object>> parts = new ArrayList<>();
        for (int from = 0; from < size; from += partBytes) {
            int number = parts.size() + 1;
            parts.add(Map.of(
                    "number",
                    number,
                    "from",
                    from,
                    "sizeBytes",
                    Math.min(partBytes, size - from),
                    "url",
                    client.base() + "/store/" + number));
            var answers = new ArrayDeque<>(statuses.getOrDefault(number, List.of(200)));
            server.createContext("/store/" + number, exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                int status = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
                if (status == 200) {
                    received.put(number, body);
                }
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            });
        }
        answer("/v1/uploads", query -> Map.of("id", "up-1", "sizeBytes", size, "parts", parts));
        return received;
    }

    private static Path letters(Path folder) throws IOException {
        return Files.writeString(folder.resolve("my.pth"), "abcdefghijklmnopqrstuvwxyz");
    }

    @Test
    void aFileGoesInPartsAndALostPartIsSentAgainAlone(@TempDir Path folder) throws IOException {
        Path file = letters(folder);
        var received = store(file, 10, Map.of(2, List.of(503, 500, 200)));
        answer("/v1/uploads/up-1/complete", query -> Map.of("id", "up-1"));

        assertThat(client.upload(file)).isEqualTo("up-1");

        assertThat(received).isEqualTo(Map.of(1, "abcdefghij", 2, "klmnopqrst", 3, "uvwxyz"));
        assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void anUploadThatTheStoreRefusesIsGivenUp(@TempDir Path folder) throws IOException {
        Path file = letters(folder);
        var received = store(file, 20, Map.of(2, List.of(403)));
        List<String> asked = new ArrayList<>();
        server.createContext("/v1/uploads/up-1", exchange -> {
            asked.add(exchange.getRequestMethod());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });

        assertThatThrownBy(() -> client.upload(file))
                .hasMessage("the object store answered 403 to part 2 of 2 of my.pth, tried 1 times")
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
        assertThat(received).containsOnlyKeys(1);
        assertThat(asked).containsExactly("DELETE");
        assertThat(pauses).isEmpty();
    }

    private interface Answer {
        Object to(String query);
    }

    private void answer(String path, Answer answer) {
        server.createContext(path, exchange -> {
            byte[] body = Json.bytes(answer.to(exchange.getRequestURI().getRawQuery()));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static DatasetView dataset(String name) {
        return new DatasetView(
                name,
                "ready",
                Optional.empty(),
                List.of(),
                new TreeMap<>(),
                "target",
                "",
                Attribution.UNKNOWN,
                Optional.empty(),
                Instant.EPOCH);
    }
}
