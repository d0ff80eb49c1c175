/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.LocalSystem;
import io.carryover.cli.terminal.LeaderboardPrinter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ranks. */
@Command(name = "leaderboard", mixinStandardHelpOptions = true, description = "Print the leaderboard.")
public final class LeaderboardCommand implements Callable<Integer> {
    /** Forms that it is printed in. */
    enum Format {
        table,
        csv,
        json,
        latex,
        markdown
    }

    @Mixin
    final Output output = new Output();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "${COMPLETION-CANDIDATES} (default table). In latex and markdown bold is what can't be told apart"
                            + " from the best of its column.")
    Format format = Format.table;

    @Option(names = "--dataset", paramLabel = "NAME", description = "Only columns of this dataset.")
    @Nullable
    String dataset;

    @Mixin
    final ResultFilters filters = new ResultFilters();

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            description =
                    "measured (default), published (imported tables, the study's among them) or all: each on boards of its own.")
    @Nullable
    String origin;

    @Option(names = "--table", paramLabel = "NAME", description = "Only this imported table.")
    @Nullable
    String table;

    @Option(
            names = "--setting",
            paramLabel = "SETTING",
            description =
                    "The datasets of one setting of imported tables: linear, finetune, few-shot, few-shot-cdfsl, detection-frozen,"
                            + " detection-finetune, normals, segmentation or others.")
    @Nullable
    String setting;

    @Override
    public Integer call() {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            GatewayClient client = system.client();
            Map<String, @Nullable String> wanted = filters.query();
            wanted.put("dataset", dataset);
            wanted.put("origin", origin == null && (table != null || setting != null) ? "published" : origin);
            wanted.put("table", table);
            wanted.put("setting", setting);
            switch (output.json ? Format.json : format) {
                case table ->
                    LeaderboardPrinter.lines(client.leaderboard(wanted)).forEach(output.out()::println);
                case json -> output.json(client.leaderboard(wanted));
                case csv, latex, markdown -> output.out().print(client.leaderboard(wanted, format.name()));
            }
            output.out().flush();
            return 0;
        }
    }
}
