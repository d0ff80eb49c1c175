/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.Build;
import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.reproduce.PublishedTable;
import io.carryover.cli.reproduce.ReproductionCard;
import io.carryover.cli.reproduce.Verdict;
import io.carryover.cli.system.LocalSystem;
import io.carryover.cli.system.Ports;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures what the study printed, from its checkpoints and data, and says how near it comes. */
@Command(
        name = "reproduce",
        mixinStandardHelpOptions = true,
        description = {
            "Measure a published table on checkpoints and data sets that you have, and write a reproduction card:",
            "ours, published, gap, tolerance, verdict and provenance of each cell.",
        },
        footer = {
            "",
            "A checkpoint is the file or folder called MODEL or MODEL.…, a data set the folder called as in the table;",
            "what is registered under such a name is taken as it is. Tables: linear, finetune, few-shot, or a CSV file with columns",
            "model,dataset,metric,value,ci95 (and k_shot for few-shot).",
            "Example: carryover reproduce linear --cells 'byol/cifar10,*/pets' --checkpoints models/ --datasets data/",
        })
public final class ReproduceCommand implements Callable<Integer> {
    @Mixin
    final Output output = new Output();

    @Parameters(paramLabel = "TABLE", description = "linear, finetune, few-shot, or a CSV file.")
    String table = "";

    @Option(
            names = "--cells",
            split = ",",
            paramLabel = "MODEL/DATASET",
            description = "Which cells; * stands for any (default: all).")
    List<String> cells = List.of();

    @Option(names = "--checkpoints", paramLabel = "DIR", description = "Folder of checkpoints.")
    @Nullable
    Path checkpoints;

    @Option(names = "--datasets", paramLabel = "DIR", description = "Folder of data sets.")
    @Nullable
    Path datasets;

    @Option(
            names = "--input-size",
            paramLabel = "PIXELS",
            defaultValue = "224",
            description = "Side of the checkpoints' input, pixels (default ${DEFAULT-VALUE}).")
    int inputSize;

    @Option(
            names = "--normalize",
            paramLabel = "RULE",
            description = "Of every checkpoint (default: none for simclr-v1 and simclr-v2, imagenet for the others).")
    @Nullable
    String normalize;

    @Option(names = "--out", paramLabel = "FILE", description = "The card (default: reproduction-TABLE.md).")
    @Nullable
    Path out;

    @Option(
            names = "--port",
            paramLabel = "N",
            description =
                    "Port of the system that is started where none runs (default 8080, a free one where that is taken).")
    @Nullable
    Integer port;

    @Override
    public Integer call() {
        PublishedTable wanted = PublishedTable.of(table).select(cells);
        Path file = out == null ? Path.of("reproduction-%s.md".formatted(wanted.name())) : out;
        try (LocalSystem system = LocalSystem.findOrStart(
                System.getenv(), Optional.ofNullable(port).or(Ports::other), output::say)) {
            var shelf = new PublishedFiles(
                    Optional.ofNullable(checkpoints),
                    Optional.ofNullable(datasets),
                    inputSize,
                    Optional.ofNullable(normalize));
            GatewayClient client = system.client();
            var entries = new Reproduction(client, shelf, posted -> new EvaluationWatch(system, Clock.systemUTC())
                            .follow(posted, output.json))
                    .run(wanted.cells());
            var card = new ReproductionCard(
                    wanted,
                    entries,
                    Build.property("version"),
                    Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
            write(file, card.markdown());
            if (output.json) {
                output.json(card.json());
            } else {
                output.out().print(card.markdown());
                output.out().flush();
                output.say("written to " + file);
            }
            return card.count(Verdict.REPRODUCED) == wanted.cells().size() ? 0 : 1;
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, "the card can't be written to " + file, e);
        }
    }
}
