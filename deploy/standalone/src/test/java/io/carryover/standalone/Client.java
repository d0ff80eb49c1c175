/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Speaks plain HTTP to the system, as any client does. */
final class Client {
    static final Path DEMO = Path.of("../../demo").toAbsolutePath().normalize();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI gateway;
    private final URI results;

    Client(URI gateway, URI results) {
        this.gateway = gateway;
        this.results = results;
    }

    HttpResponse<String> post(String path, String json, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .DELETE();
        return http.send(request.build(), BodyHandlers.ofString());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return read(gateway, path);
    }

    HttpResponse<String> page(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(results.resolve(path))
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                BodyHandlers.ofString());
    }

    JsonNode results(String path) throws IOException, InterruptedException {
        return read(results, path);
    }

    void dataset(String name) throws IOException, InterruptedException {
        created(post(
                "/v1/datasets",
                Json.text(Map.of("name", name, "path", DEMO.resolve(name).toString()))));
    }

    void checkpoint(String name, String file) throws IOException, InterruptedException {
        created(post(
                "/v1/backbones",
                Json.text(Map.of("name", name, "path", DEMO.resolve(file).toString(), "inputSize", 64))));
    }

    /** How many attempts at jobs have ended so far, however they did. */
    double attempts() throws IOException, InterruptedException {
        return metric("carryover_attempts_total");
    }

    /** Sum of a metric over its labels; 0 where it isn't there. */
    double metric(String name) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gateway.resolve("/q/metrics")).build();
        return http.send(request, BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Waits until the evaluation has ended, four minutes at most, and returns it. */
    JsonNode ended(String id) throws Exception {
        return ended(id, 240);
    }

    /** Waits until the evaluation has ended, and returns it. */
    JsonNode ended(String id, int seconds) throws Exception {
        await(seconds, () -> {
            String state = quietly("/v1/evaluations/" + id).path("state").asText();
            return !state.isEmpty() && !state.equals("planning") && !state.equals("running");
        });
        return get("/v1/evaluations/" + id);
    }

    /** Waits until a process could start a job; where it doesn't get there, what it logged is in the failure. */
    void ready(ServiceProcess service) throws Exception {
        try {
            await(90, () -> isReady(service));
        } catch (AssertionError e) {
            throw new AssertionError(service.url() + " is not ready; it logged:\n" + service.log(), e);
        }
    }

    /** Whether a process could start a job now. */
    boolean isReady(ServiceProcess service) {
        var request = HttpRequest.newBuilder(service.url().resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(5)) // a connection taken while a service starts may never be answered
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException | InterruptedException notYet) {
            return false;
        }
    }

    /** Asks again and again, without holding a lock or a processor. */
    static void await(long seconds, BooleanSupplier condition) throws Exception {
        var pause = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within %d s".formatted(seconds));
            }
            var unused = pause.await(100, TimeUnit.MILLISECONDS);
        }
    }

    /** As {@link #get}; an empty object where nobody answers. */
    JsonNode quietly(String path) {
        try {
            return get(path);
        } catch (IOException | InterruptedException e) {
            return Json.mapper().createObjectNode();
        }
    }

    private JsonNode read(URI base, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .header("Accept", "application/json")
                .build();
        return Json.read(http.send(request, BodyHandlers.ofString()).body(), JsonNode.class);
    }

    private static void created(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
    }
}
