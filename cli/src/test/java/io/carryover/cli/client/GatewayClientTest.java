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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayClientTest {
    private HttpServer server;
    private GatewayClient client;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        client = new GatewayClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
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
