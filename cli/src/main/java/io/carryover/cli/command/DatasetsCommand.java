/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.offline.VerifyCommand;
import io.carryover.cli.system.LocalSystem;
import io.carryover.cli.terminal.Table;
import io.carryover.contracts.api.DatasetRequest;
import io.carryover.contracts.api.DatasetView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.DatasetManifest.Traits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What backbones are evaluated on. */
@Command(
        name = "datasets",
        mixinStandardHelpOptions = true,
        description = "List, add, verify and remove datasets.",
        subcommands = VerifyCommand.class,
        synopsisSubcommandLabel = "(list | add | verify | remove)")
public final class DatasetsCommand {
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Registered datasets and whether they are ready.")
    int list(@Mixin Output output) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            List<DatasetView> all = system.client().datasets();
            if (output.json) {
                output.json(all);
                return 0;
            }
            var table = new Table("NAME", "STATE", ">CLASSES", ">TRAIN", ">VAL", ">TEST", "METRIC", "ROLE", "LICENCE");
            for (DatasetView d : all) {
                table.add(List.of(
                        d.name(),
                        d.problem().map(p -> d.state() + " " + p.code()).orElse(state(d)),
                        String.valueOf(d.classes().size()),
                        count(d, "train"),
                        count(d, "val"),
                        count(d, "test"),
                        d.traits().map(Traits::metric).orElse(Traits.TOP1),
                        d.role(),
                        d.attribution().licence()));
            }
            output.out().println(table);
            all.forEach(d -> d.traits().ifPresent(traits -> {
                output.out().println("  %s: splits %s".formatted(d.name(), traits.splits()));
                traits.warnings().forEach(w -> output.out().println("  %s: %s".formatted(d.name(), w)));
            }));
            all.forEach(d -> d.problem()
                    .ifPresent(p -> output.out().println("  %s: %s. %s".formatted(d.name(), p.detail(), p.remedy()))));
            output.out().flush();
            return 0;
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description =
                    "Register images: a folder with SPLIT/CLASS/FILE or CLASS/FILE, IDX files, manifest.csv (path,label[,split]),"
                            + " tar shards SPLIT-*.tar, or a known dataset as its publisher packs it; or a CSV file.")
    int add(
            @Mixin Output output,
            @Parameters(paramLabel = "NAME", description = "What tasks will call it.") String name,
            @Parameters(paramLabel = "FOLDER", description = "Where its files are.") Path folder,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            defaultValue = "auto",
                            description =
                                    "idx, cifar, csv, webdataset, folder, the name of a known dataset (aircraft, caltech101,"
                                            + " caltech101-distinct, cars, cifar10, cifar100, dtd, flowers, food, pets, sun397,"
                                            + " voc2007, cropdiseases, eurosat, isic, chestx, imagenet) or auto (default"
                                            + " ${DEFAULT-VALUE}).")
                    String format,
            @Mixin AttributionOptions attribution,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            defaultValue = "target",
                            description =
                                    "target, or source where the backbones were trained on it (default ${DEFAULT-VALUE}).")
                    String role,
            @Option(names = "--note", paramLabel = "TEXT", description = "A sentence for readers of the board.")
                    @Nullable
                    String note,
            @Option(
                            names = "--skip-broken",
                            description = "Leave images out that can't be read, and count them, instead of refusing.")
                    boolean skipBroken) {
        if (!Files.exists(folder)) {
            throw new CarryoverException(ErrorCode.NOT_A_DATASET, "there is nothing at " + folder);
        }
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            if (!system.client().isLocal()) {
                throw new CarryoverException(
                        ErrorCode.FORBIDDEN_PATH,
                        "datasets are added on the gateway's machine, or by upload through the API");
            }
            DatasetView view = system.client()
                    .register(new DatasetRequest(
                            name,
                            folder.toAbsolutePath().normalize().toString(),
                            null,
                            format,
                            role,
                            note,
                            attribution.said(),
                            skipBroken ? true : null));
            output.done(view.name() + " " + view.state(), view);
            return 0;
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Take a registration back; results stay.")
    int remove(
            @Mixin Output output, @Parameters(paramLabel = "NAME", description = "The dataset's name.") String name) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            system.client().delete("/v1/datasets/" + GatewayClient.segment(name));
            output.done(name + " removed", Map.of("name", name, "state", "removed"));
            return 0;
        }
    }

    private static String state(DatasetView dataset) {
        return dataset.skipped() == 0
                ? dataset.state()
                : "%s (%d skipped)".formatted(dataset.state(), dataset.skipped());
    }

    private static String count(DatasetView dataset, String split) {
        Integer images = dataset.images().get(split);
        return images == null ? "–" : images.toString();
    }
}
