/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.LocalSystem;
import io.carryover.cli.terminal.LeaderboardPrinter;
import io.carryover.cli.terminal.ProgressDisplay;
import io.carryover.contracts.api.EvaluationRequest;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.TaskRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From checkpoints to a ranked leaderboard. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Evaluate six small, real checkpoints and two controls, and print the leaderboard.",
            "In a terminal the system stays up for its web page until Ctrl-C.",
        })
public final class DemoCommand implements Callable<Integer> {
    @Mixin
    final Output output = new Output();

    @Option(names = "--port", paramLabel = "N", description = "Port of the web page and the API (default 8080).")
    @Nullable
    Integer port;

    @Option(
            names = "--stay",
            negatable = true,
            description = "Keep the system up afterwards, or not (default: in a terminal).")
    @Nullable
    Boolean stay;

    @Override
    public Integer call() throws Exception {
        Clock clock = Clock.systemUTC();
        Instant began = clock.instant();
        DemoData demo = DemoData.of(System.getenv());
        try (LocalSystem system = LocalSystem.findOrStart(System.getenv(), Optional.ofNullable(port), output::say)) {
            GatewayClient client = system.client();
            output.say("ready after %s: %s"
                    .formatted(ProgressDisplay.brief(Duration.between(began, clock.instant())), client.base()));
            demo.registerDatasets(client);
            List<String> backbones = demo.registerBackbones(client);
            List<TaskRequest> tasks = Stream.of("fashion-mnist", "digits")
                    .flatMap(d -> Stream.of("linear:" + d, "few-shot:" + d + ":5w5s", "few-shot:" + d + ":5w20s"))
                    .map(TaskRequest::parse)
                    .toList();
            EvaluationView posted = client.evaluate(new EvaluationRequest("demo", backbones, tasks));
            output.say("evaluating %d backbones on %d tasks".formatted(backbones.size(), tasks.size()));
            EvaluationView ended = new EvaluationWatch(system, clock).follow(posted, output.json);
            EvaluationWatch.sayFailures(ended, output);
            print(system.client(), began, clock.instant());
            if (system.ownsIt() && (stay == null ? EvaluationWatch.terminal() && !output.json : stay)) {
                output.say("the web page stays up until Ctrl-C");
                Thread.currentThread().join();
            }
            return ended.state().equals("completed") ? 0 : 1;
        }
    }

    private void print(GatewayClient client, Instant began, Instant now) {
        var board = client.leaderboard();
        if (output.json) {
            output.json(board);
            return;
        }
        output.out().println();
        LeaderboardPrinter.lines(board).forEach(output.out()::println);
        output.out().println();
        output.out()
                .println("took %s; web page: %s"
                        .formatted(ProgressDisplay.brief(Duration.between(began, now)), client.base()));
        output.out().println("next, your own checkpoint: ./carryover evaluate my.pth --task linear:digits");
        output.out().flush();
    }
}
