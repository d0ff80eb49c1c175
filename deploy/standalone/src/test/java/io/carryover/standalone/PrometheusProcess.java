/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real Prometheus with the rules and the example configuration of this source tree, only faster. */
final class PrometheusProcess implements AutoCloseable {
    private static final Path FILES =
            Path.of("../../deploy/prometheus").toAbsolutePath().normalize();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServiceProcess process;

    private PrometheusProcess(ServiceProcess process) {
        this.process = process;
    }

    /** Starts one that scrapes this process of Carryover. */
    static PrometheusProcess start(Path program, URI carryover, Path folder) throws IOException {
        for (String rules : List.of("recording.yaml", "alerts.yaml")) {
            Files.copy(FILES.resolve(rules), folder.resolve(rules));
        }
        String example = Files.readString(FILES.resolve("prometheus.yaml"));
        Path config = Files.writeString(
                folder.resolve("prometheus.yaml"),
                example.replace("127.0.0.1:8080", carryover.getAuthority()).replace("15s", "1s"));
        int port = ServiceProcess.freePort();
        return new PrometheusProcess(ServiceProcess.start(
                List.of(
                        program.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port),
                Map.of(),
                folder.resolve("prometheus.log"),
                port));
    }

    /** Waits until it answers. */
    void ready() throws Exception {
        var request = HttpRequest.newBuilder(process.url().resolve("/-/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        Client.await(60, () -> {
            try {
                return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException | InterruptedException notYet) {
                return false;
            }
        });
    }

    /** Its answer to an expression: {@code status}, and {@code data} or {@code error}. */
    JsonNode query(String expression) {
        String form = "query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(process.url().resolve("/api/v1/query"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        try {
            return Json.read(http.send(request, BodyHandlers.ofString()).body(), JsonNode.class);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("Prometheus does not answer " + expression, e);
        }
    }

    String log() throws IOException {
        return process.log();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
