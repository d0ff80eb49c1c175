/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.api.BackboneRequest;
import io.carryover.contracts.api.BackboneView;
import io.carryover.contracts.api.ComparisonView;
import io.carryover.contracts.api.DatasetRequest;
import io.carryover.contracts.api.DatasetView;
import io.carryover.contracts.api.EvaluationCell;
import io.carryover.contracts.api.EvaluationRequest;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.IssuedKey;
import io.carryover.contracts.api.KeyRequest;
import io.carryover.contracts.api.KeyView;
import io.carryover.contracts.api.LeaderboardView;
import io.carryover.contracts.api.Page;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.api.ReportRequest;
import io.carryover.contracts.api.TableView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls the gateway's HTTP interface. A problem document becomes the {@link CarryoverException} that it describes. */
public final class GatewayClient {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI base;
    private final Optional<String> key;
    private final Consumer<Duration> pause;

    /** @param base address of the gateway, such as {@code http://127.0.0.1:8080}, which is told no key */
    public GatewayClient(URI base) {
        this(base, Optional.empty());
    }

    /** @param key goes with each request to the gateway, and nowhere else: presigned URLs of the object store carry their own right */
    public GatewayClient(URI base, Optional<String> key) {
        this(base, key, GatewayClient::sleep);
    }

    /** @param pause waits before a part of a file is sent again */
    GatewayClient(URI base, Optional<String> key, Consumer<Duration> pause) {
        this.base = base;
        this.key = key;
        this.pause = pause;
    }

    /** Half a second, before something is asked for again. */
    public void pause() {
        pause.accept(Duration.ofMillis(500));
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Address of the gateway, and in standalone of the web page. */
    public URI base() {
        return base;
    }

    /** Whether files may be named by their path: the gateway is on this machine. */
    public boolean isLocal() {
        return List.of("127.0.0.1", "localhost", "[::1]").contains(base.getHost());
    }

    /** Whether the system answers and is ready. */
    public boolean isReady() {
        try {
            return send(request("/q/health/ready").GET()).statusCode() == 200;
        } catch (CarryoverException e) {
            return false;
        }
    }

    public BackboneView register(BackboneRequest request) {
        return post("/v1/backbones", request, BackboneView.class);
    }

    public List<BackboneView> backbones() {
        return pages("/v1/backbones", new TypeReference<Page<BackboneView>>() {});
    }

    public Optional<BackboneView> backbone(String name) {
        return find("/v1/backbones/" + segment(name), BackboneView.class);
    }

    public DatasetView register(DatasetRequest request) {
        return post("/v1/datasets", request, DatasetView.class);
    }

    public List<DatasetView> datasets() {
        return pages("/v1/datasets", new TypeReference<Page<DatasetView>>() {});
    }

    public Optional<DatasetView> dataset(String name) {
        return find("/v1/datasets/" + segment(name), DatasetView.class);
    }

    public EvaluationView evaluate(EvaluationRequest request) {
        return post("/v1/evaluations", request, EvaluationView.class);
    }

    public List<EvaluationView> evaluations() {
        return pages("/v1/evaluations", new TypeReference<Page<EvaluationView>>() {});
    }

    public EvaluationView evaluation(String id) {
        return Json.read(ok(send(request("/v1/evaluations/" + segment(id)).GET())), EvaluationView.class);
    }

    /** What an evaluation asked for, cell by cell. */
    public List<EvaluationCell> cells(String evaluation) {
        return list("/v1/evaluations/%s/cells".formatted(segment(evaluation)), new TypeReference<>() {});
    }

    /** The result card of an evaluation as {@code html} or {@code markdown}. */
    public byte[] report(ReportRequest of, String format) {
        return ok(send(request("/v1/reports?format=" + format)
                .setHeader("Accept", "*/*")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(of)))));
    }

    /** All results that {@code filters} let through. */
    public List<JsonNode> results(Map<String, @Nullable String> filters) {
        return pages("/v1/results?" + query(filters) + "limit=1000&", new TypeReference<Page<JsonNode>>() {});
    }

    /** The same as text: {@code csv}. */
    public byte[] results(Map<String, @Nullable String> filters, String format) {
        return get("/v1/results?%sformat=%s".formatted(query(filters), format));
    }

    /** The same for another tool: {@code parquet} a file, {@code mlflow} and {@code wandb} an archive. */
    public byte[] export(Map<String, @Nullable String> filters, String tool) {
        return get("/v1/exports/%s?%s".formatted(tool, query(filters)));
    }

    public LeaderboardView leaderboard() {
        return leaderboard(Map.of());
    }

    /** Of what {@code filters} let through; those that are null don't restrict. All pages of it. */
    public LeaderboardView leaderboard(Map<String, @Nullable String> filters) {
        Map<String, @Nullable String> wish = new LinkedHashMap<>(filters);
        List<LeaderboardView.Row> rows = new ArrayList<>();
        while (true) {
            LeaderboardView page = Json.read(get("/v1/leaderboard?" + query(wish)), LeaderboardView.class);
            rows.addAll(page.rows());
            if (page.next().isEmpty()) {
                return new LeaderboardView(
                        page.columns(), List.copyOf(rows), page.notes(), rows.size(), Optional.empty(), page.tables());
            }
            wish.put("cursor", page.next().get());
        }
    }

    /** The same as text: {@code csv}, {@code latex} or {@code markdown}. */
    public String leaderboard(Map<String, @Nullable String> filters, String format) {
        return new String(get("/v1/leaderboard?%sformat=%s".formatted(query(filters), format)), StandardCharsets.UTF_8);
    }

    private static String query(Map<String, @Nullable String> filters) {
        StringBuilder query = new StringBuilder();
        filters.forEach((name, value) -> {
            if (value != null) {
                query.append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                        .append('&');
            }
        });
        return query.toString();
    }

    /** Imports a table of results; of {@code said} what is null is left out. */
    public TableView putTable(String name, Map<String, @Nullable String> said, byte[] csv) {
        return Json.read(
                ok(send(request("/v1/tables/%s?%s".formatted(segment(name), query(said)))
                        .header("Content-Type", "text/csv")
                        .PUT(BodyPublishers.ofByteArray(csv)))),
                TableView.class);
    }

    public List<TableView> tables() {
        return pages("/v1/tables", new TypeReference<Page<TableView>>() {});
    }

    /** Two backbones beside each other. */
    public ComparisonView comparison(String a, String b) {
        String path = "/v1/compare?a=%s&b=%s".formatted(segment(a), segment(b));
        return Json.read(ok(send(request(path).GET())), ComparisonView.class);
    }

    /** Deletes what is at {@code path}: cancels an evaluation, takes a registration back. */
    public void delete(String path) {
        deleted(path);
    }

    /** Deletes what is at {@code path} and gives the JSON of the answer, as it came. */
    public byte[] deleted(String path) {
        return ok(send(request(path).DELETE()));
    }

    /** Makes a key. */
    public IssuedKey createKey(KeyRequest request) {
        return post("/v1/keys", request, IssuedKey.class);
    }

    /** Keys of all tenants. */
    public List<KeyView> keys() {
        return pages("/v1/keys", new TypeReference<Page<KeyView>>() {});
    }

    /** A new key in place of one, which is taken for so many hours still. */
    public IssuedKey rotateKey(String id, int graceHours) {
        String path = "/v1/keys/%s/rotate?graceHours=%d".formatted(segment(id), graceHours);
        return Json.read(ok(send(request(path).POST(BodyPublishers.noBody()))), IssuedKey.class);
    }

    /** Posts without a body: {@code /v1/evaluations/{id}/retry} and the like. */
    public void post(String path) {
        ok(send(request(path).POST(BodyPublishers.noBody())));
    }

    /** Posts without a body and gives the JSON of the answer. */
    public JsonNode ask(String path) {
        return Json.read(ok(send(request(path).POST(BodyPublishers.noBody()))), JsonNode.class);
    }

    /** The JSON at {@code path}, as it came. */
    public byte[] get(String path) {
        return ok(send(request(path).GET()));
    }

    /**
     * Sends a file to the object store by the presigned URLs that the gateway gives; given up, it leaves nothing there.
     *
     * @return the upload's id, for a registration
     * @throws CarryoverException NOT_FOUND where there is no such file, STORE_UNAVAILABLE
     */
    public String upload(Path file) {
        JsonNode given;
        try {
            var wanted = Map.of("fileName", String.valueOf(file.getFileName()), "sizeBytes", Files.size(file));
            given = post("/v1/uploads", wanted, JsonNode.class);
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, "there is no readable file " + file, e);
        }
        String id = given.path("id").asText();
        try {
            new FileSender(http, pause).send(file, given);
        } catch (CarryoverException e) {
            giveUp(id, e);
            throw e;
        }
        post("/v1/uploads/" + id + "/complete");
        return id;
    }

    private void giveUp(String upload, CarryoverException because) {
        try {
            delete("/v1/uploads/" + upload);
        } catch (CarryoverException e) {
            because.addSuppressed(e); // garbage collection takes it
        }
    }

    /** Posts {@code body} as JSON and reads the answer. */
    public <T> T post(String path, Object body, Class<T> type) {
        return Json.read(
                ok(send(request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(Json.bytes(body))))),
                type);
    }

    private <T> Optional<T> find(String path, Class<T> type) {
        HttpResponse<byte[]> response = send(request(path).GET());
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(Json.read(ok(response), type));
    }

    private <T> List<T> pages(String path, TypeReference<Page<T>> type) {
        List<T> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            String query = cursor.map(c ->
                            (path.contains("?") ? "" : "?") + "cursor=" + URLEncoder.encode(c, StandardCharsets.UTF_8))
                    .orElse("");
            Page<T> page = list(path + query, type);
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    private <T> T list(String path, TypeReference<T> type) {
        try {
            return Json.mapper().readValue(get(path), type);
        } catch (IOException e) {
            throw new CarryoverException(
                    ErrorCode.INTERNAL, "the gateway's answer to %s is not readable".formatted(path), e);
        }
    }

    /** A name as one segment of a path. */
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Accept", "application/json");
        key.ifPresent(given -> request.header("Authorization", "Bearer " + given));
        return request;
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.GATEWAY_UNREACHABLE, "no gateway answers at " + base, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CarryoverException(ErrorCode.GATEWAY_UNREACHABLE, "interrupted while waiting for " + base, e);
        }
    }

    private byte[] ok(HttpResponse<byte[]> response) {
        if (response.statusCode() / 100 == 2) {
            return response.body();
        }
        Problem problem;
        try {
            problem = Json.read(response.body(), Problem.class);
        } catch (CarryoverException e) {
            problem = null;
        }
        if (problem == null || problem.code() == null) {
            throw new CarryoverException(
                    ErrorCode.INTERNAL,
                    "the gateway answered %d to %s"
                            .formatted(response.statusCode(), response.uri().getPath()));
        }
        throw new CarryoverException(code(problem.code()), problem.detail());
    }

    private static ErrorCode code(String name) {
        try {
            return ErrorCode.valueOf(name);
        } catch (IllegalArgumentException newerGateway) {
            return ErrorCode.INTERNAL;
        }
    }
}
