/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.system.LocalSystem;
import io.carryover.cli.terminal.LeaderboardPrinter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ranks. */
@Command(name = "leaderboard", mixinStandardHelpOptions = true, description = "Print the leaderboard.")
public final class LeaderboardCommand implements Callable<Integer> {
    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            var board = system.client().leaderboard();
            if (output.json) {
                output.json(board);
            } else {
                LeaderboardPrinter.lines(board).forEach(output.out()::println);
                output.out().flush();
            }
            return 0;
        }
    }
}
