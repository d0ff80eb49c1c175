/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.LocalSystem;
import io.carryover.contracts.json.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Numbers for other tools. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Write results as a file or folder of another tool.",
            "csv, json and parquet are one file, a number a row with its interval and protocol; mlflow and wandb a folder with a run for"
                    + " each backbone, for `mlflow ui` and `wandb sync`. Numbers of different protocols, versions or grids never share the"
                    + " name of a metric."
        })
public final class ExportCommand implements Callable<Integer> {
    /** What is written. */
    enum Format {
        csv(false),
        json(false),
        parquet(false),
        mlflow(true),
        wandb(true);

        private final boolean folder;

        Format(boolean folder) {
            this.folder = folder;
        }
    }

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}.")
    Format format = Format.csv;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "PATH",
            description = "The file to write; for mlflow and wandb a folder, which must be new or empty.")
    Path out = Path.of("");

    @Option(names = "--backbone", paramLabel = "NAME", description = "Only results of this backbone.")
    @Nullable
    String backbone;

    @Option(names = "--dataset", paramLabel = "NAME", description = "Only results on this dataset.")
    @Nullable
    String dataset;

    @Mixin
    final ResultFilters filters = new ResultFilters();

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() {
        if (format.folder) {
            OutFile.checkFolder(out);
        } else {
            OutFile.check(out);
        }
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            return write(system.client());
        }
    }

    int write(GatewayClient client) {
        Map<String, @Nullable String> wanted = filters.query();
        wanted.put("backbone", backbone);
        wanted.put("dataset", dataset);
        switch (format) {
            case csv -> OutFile.write(out, client.results(wanted, "csv"));
            case json -> OutFile.write(out, Json.bytes(client.results(wanted)));
            case parquet -> OutFile.write(out, client.export(wanted, "parquet"));
            case mlflow, wandb -> OutFile.unpack(out, client.export(wanted, format.name()));
        }
        output.done(
                "%s: %s".formatted(format, out), OutFile.with(Map.of("format", format.name()), "out", out.toString()));
        return 0;
    }
}
