/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.LocalSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs what ended badly once more. */
@Command(
        name = "requeue",
        mixinStandardHelpOptions = true,
        description = {
            "Run jobs again that failed, were put among the dead letters or were skipped.",
            "Cells that failed for them are open again. Not after an error of their input, which would only repeat.",
        })
public final class RequeueCommand implements Callable<Integer> {
    @Mixin
    final Output output = new Output();

    @Parameters(arity = "0..*", paramLabel = "JOB", description = "Keys of jobs, as an evaluation's page shows them.")
    List<String> jobs = List.of();

    @Option(names = "--failed", description = "All failed ones of --evaluation.")
    boolean failed;

    @Option(names = "--evaluation", paramLabel = "ID", description = "With --failed: as `evaluations list` shows it.")
    @Nullable
    String evaluation;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() {
        boolean ofEvaluation = failed && evaluation != null;
        if (ofEvaluation != jobs.isEmpty() || failed != (evaluation != null)) {
            throw new ParameterException(commandLine(), "give keys of jobs, or --failed --evaluation ID");
        }
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            return evaluation == null ? each(system.client()) : all(system.client(), evaluation);
        }
    }

    private int all(GatewayClient client, String id) {
        JsonNode view = client.ask("/v1/evaluations/" + GatewayClient.segment(id) + "/retry");
        output.done("%s %s".formatted(id, view.path("state").asText()), view);
        return 0;
    }

    private int each(GatewayClient client) {
        List<Map<String, Object>> done = new ArrayList<>();
        for (String job : jobs) {
            JsonNode view = client.ask("/v1/jobs/" + GatewayClient.segment(job) + "/requeue");
            done.add(Map.of(
                    "job", job,
                    "state", view.path("state").asText(),
                    "run", view.path("run").asInt()));
        }
        output.answer(done, () -> done.stream()
                .map(line -> "%s %s, run %s".formatted(line.get("job"), line.get("state"), line.get("run")))
                .toList());
        return 0;
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("not yet part of a command line");
        }
        return spec.commandLine();
    }
}
