/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.LocalSystem;
import io.carryover.cli.terminal.Table;
import io.carryover.contracts.api.TableView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Numbers from elsewhere. */
@Command(
        name = "tables",
        mixinStandardHelpOptions = true,
        description = "Import tables of results from elsewhere, list and remove them.",
        synopsisSubcommandLabel = "(import | list | remove)")
public final class TablesCommand {
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "Import a CSV of results (docs/analysis.md): all of it, or nothing and the line and column that can't be taken.",
                "Its numbers stand on the leaderboard beside what was measured, never among it (`leaderboard --origin published`).",
                "Under a name that stands, other numbers take the place of the old ones.",
            })
    int importTable(
            @Mixin Output output,
            @Parameters(
                            paramLabel = "FILE",
                            description = "CSV with at least the columns model,task,dataset,metric,value.")
                    Path file,
            @Option(names = "--name", paramLabel = "NAME", description = "The table's name (default: the file's).")
                    @Nullable
                    String name,
            @Option(names = "--source", paramLabel = "TEXT", description = "Where the numbers are from.") @Nullable
                    String source,
            @Option(names = "--citation", paramLabel = "TEXT", description = "How to cite them.") @Nullable
                    String citation,
            @Option(names = "--licence", paramLabel = "TEXT", description = "On what terms they may be used.") @Nullable
                    String licence,
            @Option(
                            names = "--new-models",
                            description =
                                    "Take models that are neither registered here nor the study's nor in the table already;"
                                            + " without it such a name is refused as a typing error.")
                    boolean newModels) {
        byte[] csv = read(file);
        String fileName = String.valueOf(file.getFileName());
        Map<String, @Nullable String> said = new LinkedHashMap<>();
        said.put("source", source);
        said.put("citation", citation);
        said.put("licence", licence);
        said.put("file", fileName);
        said.put("newModels", newModels ? "true" : null);
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            TableView view =
                    system.client().putTable(name != null ? name : fileName.replaceFirst("\\.csv$", ""), said, csv);
            output.done(
                    "%s: %d values of %d models in %d columns, revision %d"
                            .formatted(view.name(), view.values(), view.models(), view.columns(), view.revision()),
                    view);
            return 0;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Imported tables, the study's among them.")
    int list(@Mixin Output output) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            List<TableView> all = system.client().tables();
            var table = new Table("NAME", "ORIGIN", ">REVISION", ">MODELS", ">COLUMNS", ">VALUES", "SOURCE");
            all.forEach(t -> table.add(List.of(
                    t.name(),
                    t.origin(),
                    String.valueOf(t.revision()),
                    String.valueOf(t.models()),
                    String.valueOf(t.columns()),
                    String.valueOf(t.values()),
                    t.source())));
            output.answer(all, table::lines);
            return 0;
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Take a table off every board.")
    int remove(@Mixin Output output, @Parameters(paramLabel = "NAME", description = "The table's name.") String name) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            system.client().delete("/v1/tables/" + GatewayClient.segment(name));
            output.done(name + " removed", Map.of("name", name, "state", "removed"));
            return 0;
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, "there is no readable file " + file, e);
        }
    }
}
