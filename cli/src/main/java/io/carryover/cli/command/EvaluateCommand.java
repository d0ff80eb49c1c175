/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.LocalSystem;
import io.carryover.cli.system.Ports;
import io.carryover.cli.terminal.LeaderboardPrinter;
import io.carryover.cli.terminal.PlanPrinter;
import io.carryover.contracts.api.EvaluationPlan;
import io.carryover.contracts.api.EvaluationRequest;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates checkpoints or registered backbones. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Evaluate checkpoints (files) or registered backbones (names) on tasks.",
        footer = {
            "",
            "Tasks: linear:DATASET[:METRIC][:converged], few-shot:DATASET[:5w20s[15q]][:converged], knn:DATASET,",
            "knn-study:DATASET, label-efficiency:DATASET[:MOST][:METRIC],",
            "finetune:DATASET[:METRIC][:augmented|plain|both|small][:300steps][:seed1][:converged].",
            "Example: carryover evaluate my.pth --task linear:digits --task few-shot:digits:5w20s",
        })
public final class EvaluateCommand implements Callable<Integer> {
    private static final int LONGEST_NAME = 200;

    @Mixin
    final Output output = new Output();

    @Mixin
    final CheckpointOptions options = new CheckpointOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "CHECKPOINT|NAME",
            description = "Files, indexes, prefixes or folders to register, or names of backbones.")
    List<String> backbones = List.of();

    @Option(
            names = "--task",
            required = true,
            paramLabel = "TASK",
            description = "What to evaluate on; may be repeated.")
    List<String> tasks = List.of();

    @Option(
            names = "--grid",
            paramLabel = "GRID",
            description = "Search of the fine-tune tasks: augmented or plain (20 runs each), both (40), small (4).")
    @Nullable
    String grid;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Steps of the fine-tune tasks (default 5000); other numbers never stand beside the study's.")
    @Nullable
    Integer steps;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Repeat the scored run of the fine-tune tasks with seeds 0 to N-1 (default 1).")
    int seeds = 1;

    @Option(names = "--as", paramLabel = "NAME", description = "Name for the checkpoint (default: its file's name).")
    @Nullable
    String as;

    @Option(
            names = "--name",
            paramLabel = "TEXT",
            description = "Name of the evaluation (default: its backbones' names).")
    @Nullable
    String name;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the system that is started where none runs (default 8080, a free one where that is"
                    + " taken).")
    @Nullable
    Integer port;

    @Option(names = "--no-wait", description = "Post the evaluation and return.")
    boolean noWait;

    @Option(
            names = "--dry-run",
            description =
                    "Post nothing: show the jobs, which of them are there already, and how long the others take a worker.")
    boolean dryRun;

    @Override
    public Integer call() {
        List<TaskRequest> wanted = new FineTuneOptions(grid, steps, seeds)
                .apply(tasks.stream().map(TaskRequest::parse).toList());
        if (as != null && backbones.size() != 1) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "--as names one checkpoint, %d are given".formatted(backbones.size()));
        }
        // Before anything is started: a mistyped name must not cost a system's start.
        Set<String> files = backbones.stream().filter(BackbonesCommand::isFile).collect(Collectors.toSet());
        options.check(files.stream().map(Path::of).toList());
        try (LocalSystem system = LocalSystem.findOrStart(
                System.getenv(), Optional.ofNullable(port).or(Ports::other), output::say)) {
            if (noWait && system.ownsIt()) {
                throw new CarryoverException(ErrorCode.GATEWAY_UNREACHABLE, "--no-wait needs a system that stays up");
            }
            GatewayClient client = system.client();
            if (dryRun) {
                return plan(client, files, wanted);
            }
            shipDatasets(client, wanted);
            List<String> names = new ArrayList<>();
            for (String backbone : backbones) {
                names.add(files.contains(backbone) ? register(client, Path.of(backbone)) : backbone);
            }
            EvaluationView posted = client.evaluate(new EvaluationRequest(name(names), names, wanted));
            if (noWait) {
                print(posted, posted.id().value());
                return 0;
            }
            EvaluationView ended = new EvaluationWatch(system, Clock.systemUTC()).follow(posted, output.json);
            EvaluationWatch.sayFailures(ended, output);
            output.answer(ended, () -> LeaderboardPrinter.lines(system.client().leaderboard()));
            return ended.state().equals("completed") ? 0 : 1;
        }
    }

    /** What would run; files and datasets of Carryover's own that aren't registered are left so, and taken as new. */
    private int plan(GatewayClient client, Set<String> files, List<TaskRequest> wanted) {
        List<String> names = backbones.stream()
                .map(given -> files.contains(given) ? fileName(Path.of(given)) : given)
                .toList();
        Stream<String> unregistered = backbones.stream()
                .filter(files::contains)
                .map(given -> fileName(Path.of(given)))
                .filter(each -> client.backbone(each).isEmpty());
        Stream<String> shipped = wanted.stream()
                .map(TaskRequest::dataset)
                .distinct()
                .filter(each -> DemoData.dataset(each).isPresent()
                        && client.dataset(each).isEmpty());
        String fresh = Stream.concat(unregistered, client.isLocal() ? shipped : Stream.empty())
                .map(each -> "new=" + GatewayClient.segment(each))
                .collect(Collectors.joining("&"));
        EvaluationPlan plan = client.post(
                "/v1/evaluations/plan?" + fresh,
                new EvaluationRequest(name(names), names, wanted),
                EvaluationPlan.class);
        output.answer(plan, () -> PlanPrinter.lines(plan));
        return 0;
    }

    private String fileName(Path file) {
        return as != null ? as : BackbonesCommand.nameOf(file);
    }

    /** As given, else of its backbones: as much of their names as the gateway takes. */
    private String name(List<String> backbones) {
        String joined = String.join(", ", backbones);
        return name != null ? name : joined.substring(0, Math.min(LONGEST_NAME, joined.length()));
    }

    /** The datasets that ship with Carryover are there without being added. */
    private static void shipDatasets(GatewayClient client, List<TaskRequest> wanted) {
        if (!client.isLocal()) {
            return;
        }
        wanted.stream().map(TaskRequest::dataset).distinct().forEach(name -> DemoData.dataset(name)
                .filter(d -> client.dataset(name).isEmpty())
                .ifPresent(d -> DemoData.of(System.getenv()).register(client, d)));
    }

    private String register(GatewayClient client, Path file) {
        String registered = fileName(file);
        options.register(client, file, registered);
        return registered;
    }

    private void print(EvaluationView view, String line) {
        if (output.json) {
            output.json(view);
        } else {
            output.out().println(line);
            output.out().flush();
        }
    }
}
