/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.system.LocalSystem;
import io.carryover.cli.terminal.ComparisonPrinter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Two backbones beside each other. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Compare two backbones on every task that both have a result for.",
            "Paired image by image or episode by episode: the difference with its 95 %% interval, exact McNemar for top-1, the"
                    + " classes each wins, the images on which they differ most (--json has all classes). Numbers of different"
                    + " protocols, versions or grids are never compared."
        })
public final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "A backbone, as `carryover leaderboard` names it.")
    String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "Another one; differences are A - B.")
    String second = "";

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            var comparison = system.client().comparison(first, second);
            output.answer(comparison, () -> ComparisonPrinter.lines(comparison));
            return 0;
        }
    }
}
