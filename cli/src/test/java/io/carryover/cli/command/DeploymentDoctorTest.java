/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.carryover.cli.client.GatewayClient;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.api.StatusView;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of a deployment whose gateway answers so. */
class DeploymentDoctorTest {
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aWellOneHasNothingToMend() {
        answer("/q/health/ready", 200, "{}");
        status(new StatusView("1.0", Optional.empty(), 0, 0, new TreeMap<>()));
        answer("/v1/queues", 200, """
                {"items":[{"queue":"heads.cpu","jobs":{"queued":5,"running":1},"oldestWaitSeconds":12.3,"workers":{"busy":1}}]}""");
        answer("/v1/workers", 200, "{\"items\":[{\"worker\":\"w\",\"state\":\"busy\",\"codeVersion\":\"1.0\"}]}");
        answer("/v1/results", 200, "{\"items\":[]}");

        List<Finding> findings = look();

        assertThat(findings)
                .allSatisfy(
                        finding -> assertThat(finding.ok()).as("%s", finding).isTrue());
        assertThat(found(findings, "queue heads.cpu")).isEqualTo("5 wait (12 s), 1 run, 1 workers");
        assertThat(found(findings, "failed jobs")).isEqualTo("none in seven days");
    }

    @Test
    void whatMustBeMendedIsNamedWithWhatToDo() {
        answer("/q/health/ready", 503, "{}");
        status(new StatusView(
                "2.0",
                Optional.of(Problem.of(ErrorCode.STORE_UNAVAILABLE, "no answer")),
                7,
                90,
                new TreeMap<>(Map.of("POISON", 2L, "NOT_A_DATASET", 1L))));
        answer("/v1/queues", 200, """
                {"items":[{"queue":"features.cpu","jobs":{"queued":5},"oldestWaitSeconds":900,"workers":{}},
                 {"queue":"heads.cpu","jobs":{"queued":1},"oldestWaitSeconds":1,"workers":{"idle":1},"drainedAt":"2026-01-02T03:04:05Z"}]}""");
        answer("/v1/workers", 200, """
                {"items":[{"worker":"w","state":"unready","reason":"QUEUE_NOT_CONFIGURED no group","codeVersion":"1.0"},
                 {"worker":"v","state":"idle","codeVersion":"2.0"}]}""");
        answer("/v1/results", 503, Json.text(Problem.of(ErrorCode.RESULTS_UNAVAILABLE, "it did not answer")));

        List<Finding> findings = look();

        assertThat(findings.stream().filter(finding -> !finding.ok()).map(Finding::what))
                .containsExactly(
                        "gateway",
                        "version",
                        "object store",
                        "outbox",
                        "dead letters",
                        "queue features.cpu",
                        "queue heads.cpu",
                        "workers",
                        "versions of workers",
                        "results service");
        assertThat(findings).filteredOn(finding -> !finding.ok()).allSatisfy(finding -> assertThat(finding.remedy())
                .isNotBlank());
        assertThat(found(findings, "workers")).isEqualTo("w: QUEUE_NOT_CONFIGURED no group");
        assertThat(found(findings, "results service")).isEqualTo("RESULTS_UNAVAILABLE it did not answer");
        assertThat(found(findings, "failed jobs")).isEqualTo("1 NOT_A_DATASET in seven days");
    }

    private List<Finding> look() {
        var client = new GatewayClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        return new DeploymentDoctor(client, "1.0").all();
    }

    private static String found(List<Finding> findings, String what) {
        return findings.stream()
                .filter(finding -> finding.what().equals(what))
                .findFirst()
                .orElseThrow()
                .found();
    }

    private void status(StatusView status) {
        answer("/v1/status", 200, Json.text(status));
    }

    private void answer(String path, int code, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
