/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.LocalSystem;
import io.carryover.contracts.api.EvaluationCell;
import io.carryover.contracts.api.EvaluationRequest;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries an installation from outside, as a client would use it. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Try an installation as a client; exit status 1 where something isn't as it should be.",
            "A small checkpoint and a dataset are uploaded, one is evaluated on the other, the score is compared with the known one,",
            "and what must be refused is tried. What stays is one number called carryover-check on the leaderboard.",
        })
public final class CheckCommand implements Callable<Integer> {
    private static final String PENDING = "pending";

    @Mixin
    final Output output = new Output();

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "Give up after so long (default ${DEFAULT-VALUE}).")
    int limit = 600;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            return Finding.print(output, "passed", check(system.client(), System.getenv()));
        }
    }

    /** In order; the first that isn't well ends it. */
    List<Finding> check(GatewayClient client, Map<String, String> environment) {
        Instant deadline = clock.instant().plusSeconds(limit);
        var findings = new ArrayList<Finding>();
        try {
            findings.addAll(new DeniedRequests(client, environment).all());
            CheckData.remove(client);
            CheckData.register(client);
            findings.add(imported(client, deadline));
            if (findings.getLast().ok()) {
                evaluate(client, deadline, findings);
            }
            CheckData.remove(client);
        } catch (CarryoverException e) {
            findings.add(Finding.mend(
                    "the gateway takes it",
                    e.code() + " " + e.getMessage(),
                    e.code().remedy()));
        }
        return findings;
    }

    private Finding imported(GatewayClient client, Instant deadline) {
        String what = "checkpoint and dataset are imported";
        boolean settled = await(client, deadline, () -> !state(client).contains(PENDING));
        Optional<Problem> problem = client.backbone(CheckData.NAME)
                .flatMap(view -> view.problem())
                .or(() -> client.dataset(CheckData.NAME).flatMap(view -> view.problem()));
        if (problem.isPresent()) {
            return Finding.mend(
                    what,
                    problem.get().code() + " " + problem.get().detail(),
                    problem.get().remedy());
        }
        return settled
                ? Finding.ok(what, "through presigned URLs")
                : late(what, "a worker of imports must run: `carryover doctor` says which queues have none");
    }

    private static List<String> state(GatewayClient client) {
        return List.of(
                client.backbone(CheckData.NAME).map(view -> view.state()).orElse(PENDING),
                client.dataset(CheckData.NAME).map(view -> view.state()).orElse(PENDING));
    }

    private void evaluate(GatewayClient client, Instant deadline, List<Finding> findings) {
        // The second task runs each time, where the first one's number is there from a check before.
        EvaluationView posted = client.evaluate(new EvaluationRequest(
                CheckData.NAME,
                List.of(CheckData.NAME),
                List.of(
                        TaskRequest.parse("few-shot:%s:5w5s".formatted(CheckData.NAME)),
                        new TaskRequest.Sleep("none", "study", 1, 1))));
        String id = posted.id().value();
        boolean ended = await(
                client,
                deadline,
                () -> EvaluationWatch.ENDED.contains(client.evaluation(id).state()));
        EvaluationView view = client.evaluation(id);
        String what = "an evaluation runs";
        if (!ended) {
            client.delete("/v1/evaluations/" + id);
            findings.add(
                    late(what, view.waitsFor().map(why -> "it waits for " + why).orElse("see `carryover doctor`")));
            return;
        }
        findings.add(new Finding(
                what,
                view.state().equals("completed"),
                "%s %s%s"
                        .formatted(
                                id,
                                view.state(),
                                view.failures().stream()
                                        .findFirst()
                                        .map(f -> ": " + f.code() + " " + f.message())
                                        .orElse("")),
                "See the stories of its jobs: `carryover evaluations show " + id + "`."));
        if (findings.getLast().ok()) {
            findings.add(score(client, id, deadline));
        }
    }

    /** As the results service shows it: the way of a number ends there. */
    private Finding score(GatewayClient client, String evaluation, Instant deadline) {
        String what = "its score is the known one";
        String job = client.cells(evaluation).stream()
                .filter(cell -> !cell.backbone().isEmpty())
                .findFirst()
                .flatMap(EvaluationCell::job)
                .orElseThrow()
                .value();
        await(client, deadline, () -> result(client, job).isPresent());
        return result(client, job)
                .map(value -> new Finding(
                        what,
                        Math.abs(value - CheckData.GOLDEN) <= CheckData.WITHIN,
                        "%.2f, known is %.2f ± %.2f".formatted(value, CheckData.GOLDEN, CheckData.WITHIN),
                        "A worker computes other numbers than it should: don't trust its results, and report it."))
                .orElseGet(() -> late(
                        what, "The results service doesn't show it: see its log and carryover.gateway.results-url."));
    }

    private static Optional<Double> result(GatewayClient client, String job) {
        return client.results(Map.of("backbone", CheckData.NAME)).stream()
                .filter(result -> result.path("job").asText().equals(job))
                .map(result -> result.path("value"))
                .filter(JsonNode::isNumber)
                .map(JsonNode::asDouble)
                .findFirst();
    }

    private Finding late(String what, String remedy) {
        return Finding.mend(what, "not within %s".formatted(Duration.ofSeconds(limit)), remedy);
    }

    private boolean await(GatewayClient client, Instant deadline, Supplier<Boolean> condition) {
        while (!condition.get()) {
            if (!clock.instant().isBefore(deadline)) {
                return false;
            }
            client.pause();
        }
        return true;
    }
}
