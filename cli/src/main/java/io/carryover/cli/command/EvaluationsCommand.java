/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.LocalSystem;
import io.carryover.cli.terminal.Table;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.EvaluationView.BackboneProgress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Evaluations that were posted. */
@Command(
        name = "evaluations",
        mixinStandardHelpOptions = true,
        description = "List, follow, cancel and retry evaluations.",
        synopsisSubcommandLabel = "(list | show | watch | cancel | retry)")
public final class EvaluationsCommand {
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Newest first.")
    int list(@Mixin Output output) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            List<EvaluationView> all = system.client().evaluations();
            if (output.json) {
                output.json(all);
                return 0;
            }
            var table = new Table("ID", "NAME", "STATE", ">DONE", "POSTED");
            for (EvaluationView e : all) {
                double done = e.backbones().stream()
                        .mapToDouble(BackboneProgress::fraction)
                        .average()
                        .orElse(0);
                table.add(List.of(
                        e.id().value(),
                        e.name(),
                        e.state(),
                        Math.round(done * 100) + " %",
                        e.createdAt().toString()));
            }
            output.out().println(table);
            output.out().flush();
            return 0;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Where one stands, and what failed and why.")
    int show(
            @Mixin Output output,
            @Parameters(paramLabel = "ID", description = "As `evaluations list` shows it.") String id) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            EvaluationView view = system.client().evaluation(id);
            if (output.json) {
                output.json(view);
                return 0;
            }
            output.out().println("%s  %s  %s".formatted(view.id(), view.name(), view.state()));
            view.waitsFor().ifPresent(w -> output.out().println("waits: " + w));
            var table = new Table("BACKBONE", "STATE", ">JOBS", ">DONE", "RUNS");
            view.backbones()
                    .forEach(b -> table.add(List.of(
                            b.backbone(),
                            b.state(),
                            b.jobsDone() + "/" + b.jobsTotal(),
                            Math.round(b.fraction() * 100) + " %",
                            b.running().isEmpty() ? "" : b.running().getFirst().what())));
            output.out().println(table);
            view.failures().forEach(f -> output.out()
                    .println("%s %s × %s: %s %s%s"
                            .formatted(
                                    f.code(),
                                    f.backbone(),
                                    f.task(),
                                    f.message(),
                                    f.remedy(),
                                    f.job().map(j -> " (job " + j + ")").orElse(""))));
            view.analysis().ifPresent(a -> output.out()
                    .println("correlations and ranking: %s%s, %s"
                            .formatted(
                                    a.state(),
                                    a.why().map(why -> " (" + why + ")").orElse(""),
                                    system.client().base().resolve("/v1/analysis/" + a.id()))));
            output.out().flush();
            return 0;
        }
    }

    @Command(name = "watch", mixinStandardHelpOptions = true, description = "Follow one until it ends.")
    int watch(
            @Mixin Output output,
            @Parameters(paramLabel = "ID", description = "As `evaluations list` shows it.") String id) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            EvaluationView ended = new EvaluationWatch(system, Clock.systemUTC())
                    .follow(system.client().evaluation(id), output.json);
            EvaluationWatch.sayFailures(ended, output);
            if (output.json) {
                output.json(ended);
            }
            return ended.state().equals("completed") ? 0 : 1;
        }
    }

    @Command(name = "cancel", mixinStandardHelpOptions = true, description = "Stop one; work that others want goes on.")
    int cancel(
            @Mixin Output output,
            @Parameters(paramLabel = "ID", description = "As `evaluations list` shows it.") String id) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            system.client().delete("/v1/evaluations/" + GatewayClient.segment(id));
            output.done(id + " cancelled", Map.of("id", id, "state", "cancelled"));
            return 0;
        }
    }

    @Command(name = "retry", mixinStandardHelpOptions = true, description = "Run what failed once more.")
    int retry(
            @Mixin Output output,
            @Parameters(paramLabel = "ID", description = "As `evaluations list` shows it.") String id) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            system.client().post("/v1/evaluations/" + GatewayClient.segment(id) + "/retry");
            EvaluationView now = system.client().evaluation(id);
            output.done(id + " " + now.state(), now);
            return 0;
        }
    }
}
