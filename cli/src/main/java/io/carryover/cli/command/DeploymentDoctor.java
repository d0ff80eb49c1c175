/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.cli.client.GatewayClient;
import io.carryover.contracts.api.StatusView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Looks at a deployment through its gateway. */
final class DeploymentDoctor {
    private static final String POISON = "POISON";
    /** A message is sent within a second; of a whole minute something is wrong. */
    private static final double OUTBOX_SECONDS = 60;

    private final GatewayClient client;
    private final String version;

    /** @param version of the command */
    DeploymentDoctor(GatewayClient client, String version) {
        this.client = client;
        this.version = version;
    }

    List<Finding> all() {
        var findings = new ArrayList<Finding>();
        findings.add(ready());
        findings.addAll(looked("the gateway's status", this::status));
        findings.addAll(looked("queues", this::queues));
        findings.addAll(looked("workers", this::workers));
        findings.addAll(looked("results service", this::results));
        return findings;
    }

    private Finding ready() {
        return new Finding(
                "gateway",
                client.isReady(),
                client.base() + (client.isReady() ? " is ready" : " is not ready"),
                "See %s for which of its needs is away, and the gateway's log."
                        .formatted(client.base().resolve("/q/health/ready")));
    }

    private List<Finding> status() {
        StatusView status = Json.read(client.get("/v1/status"), StatusView.class);
        long dead = status.failedJobs().getOrDefault(POISON, 0L);
        String failed = status.failedJobs().entrySet().stream()
                .filter(code -> !code.getKey().equals(POISON))
                .map(code -> "%d %s".formatted(code.getValue(), code.getKey()))
                .collect(Collectors.joining(", "));
        return List.of(
                new Finding(
                        "version",
                        status.version().equals(version),
                        "gateway %s, command %s".formatted(status.version(), version),
                        "Use the command of the gateway's version, or finish the upgrade."),
                status.store()
                        .map(problem ->
                                Finding.mend("object store", problem.code() + " " + problem.detail(), problem.remedy()))
                        .orElseGet(() -> Finding.ok("object store", "answers the gateway")),
                new Finding(
                        "outbox",
                        status.outboxLagSeconds() < OUTBOX_SECONDS,
                        "%d messages wait, the oldest for %.0f s"
                                .formatted(status.outboxRecords(), status.outboxLagSeconds()),
                        "The gateway can't send to Kafka: see its log and docs/runbooks."),
                new Finding(
                        "dead letters",
                        dead == 0,
                        "%d jobs killed their workers in seven days".formatted(dead),
                        "Read their stories on their evaluations' pages, then run `carryover admin requeue JOB`."),
                Finding.ok("failed jobs", failed.isEmpty() ? "none in seven days" : failed + " in seven days"));
    }

    private List<Finding> queues() {
        return items("/v1/queues").map(DeploymentDoctor::queue).toList();
    }

    /** What waits where nobody takes it must be mended; what waits for its turn must not. */
    private static Finding queue(JsonNode view) {
        String queue = view.path("queue").asText();
        JsonNode jobs = view.path("jobs");
        long waiting = jobs.path("queued").asLong() + jobs.path("released").asLong();
        long workers = sum(view.path("workers"));
        boolean drained = view.hasNonNull("drainedAt");
        String found = "%d wait%s, %d run, %d workers%s"
                .formatted(
                        waiting,
                        waiting == 0
                                ? ""
                                : " (%.0f s)"
                                        .formatted(
                                                view.path("oldestWaitSeconds").asDouble()),
                        jobs.path("running").asLong(),
                        workers,
                        drained ? ", drained since " + view.path("drainedAt").asText() : "");
        if (drained) {
            return new Finding(
                    "queue " + queue,
                    waiting == 0,
                    found,
                    "`carryover admin drain --queue %s --undo` lets its jobs go.".formatted(queue));
        }
        return new Finding(
                "queue " + queue,
                waiting == 0 || workers > 0,
                found,
                "Start a worker of %s: docs/configuration.md, or `workers` in the chart's values.".formatted(queue));
    }

    private List<Finding> workers() {
        List<JsonNode> all = items("/v1/workers").toList();
        List<JsonNode> unready = all.stream()
                .filter(worker -> worker.path("state").asText().equals("unready"))
                .toList();
        String versions = all.stream()
                .map(worker -> worker.path("codeVersion").asText())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return List.of(
                new Finding(
                        "workers",
                        unready.isEmpty(),
                        unready.isEmpty()
                                ? "%d live".formatted(all.size())
                                : unready.stream()
                                        .map(worker -> worker.path("worker").asText() + ": "
                                                + worker.path("reason").asText("says no reason"))
                                        .collect(Collectors.joining("; ")),
                        "Mend what they say; the code at its beginning is explained in docs/errors.md."),
                new Finding(
                        "versions of workers",
                        all.isEmpty() || versions.equals(version),
                        versions.isEmpty() ? "no worker" : versions,
                        "Old and new ones work together; finish the upgrade when it suits."));
    }

    private List<Finding> results() {
        client.get("/v1/results?limit=1");
        return List.of(Finding.ok("results service", "answers through the gateway"));
    }

    private static List<Finding> looked(String what, Supplier<List<Finding>> look) {
        try {
            return look.get();
        } catch (CarryoverException e) {
            return List.of(
                    Finding.mend(what, e.code() + " " + e.getMessage(), e.code().remedy()));
        }
    }

    private Stream<JsonNode> items(String path) {
        JsonNode items = Json.read(client.get(path), JsonNode.class).path("items");
        return StreamSupport.stream(items.spliterator(), false);
    }

    private static long sum(JsonNode counts) {
        return StreamSupport.stream(counts.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .sum();
    }
}
