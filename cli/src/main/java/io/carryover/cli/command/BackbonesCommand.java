/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.LocalSystem;
import io.carryover.cli.terminal.Table;
import io.carryover.contracts.api.BackboneRequest;
import io.carryover.contracts.api.BackboneView;
import io.carryover.contracts.id.Sha256;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be evaluated. */
@Command(
        name = "backbones",
        mixinStandardHelpOptions = true,
        description = "List, add and remove backbones.",
        synopsisSubcommandLabel = "(list | add | remove)")
public final class BackbonesCommand {
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Registered backbones and whether they are ready.")
    int list(@Mixin Output output) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            List<BackboneView> all = system.client().backbones();
            if (output.json) {
                output.json(all);
                return 0;
            }
            var table = new Table("NAME", "STATE", "ORIGIN", "WEIGHTS", "RECIPE");
            for (BackboneView b : all) {
                table.add(List.of(
                        b.name(),
                        b.problem().map(p -> b.state() + " " + p.code()).orElse(b.state()),
                        b.origin(),
                        b.report().map(r -> r.tensorsSha256().brief()).orElse("–"),
                        b.recipe()));
            }
            output.out().println(table);
            all.forEach(b -> b.problem()
                    .ifPresent(p -> output.out().println("  %s: %s %s".formatted(b.name(), p.detail(), p.remedy()))));
            output.out().flush();
            return 0;
        }
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Register a checkpoint.")
    int add(
            @Mixin Output output,
            @Parameters(paramLabel = "CHECKPOINT") Path file,
            @Option(names = "--as", paramLabel = "NAME", description = "Name (default: the file's).") @Nullable
                    String as,
            @Option(names = "--input-size", defaultValue = "224") int inputSize,
            @Option(names = "--normalize", defaultValue = "imagenet") String normalize,
            @Option(names = "--layout", defaultValue = "auto") String layout,
            @Option(
                            names = "--architecture",
                            description =
                                    "The only network to accept, with its width: resnet18w64 (default: the one found).")
                    @Nullable
                    String architecture) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            String name = as != null ? as : nameOf(file);
            BackboneView view = register(
                    system.client(),
                    file,
                    new BackboneRequest(
                            name,
                            null,
                            null,
                            null,
                            null,
                            null,
                            layout,
                            inputSize,
                            normalize,
                            architecture,
                            null,
                            null));
            if (output.json) {
                output.json(view);
            } else {
                output.out().println(view.name() + " " + view.state());
                output.out().flush();
            }
            return 0;
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Take a registration back; results stay.")
    int remove(@Parameters(paramLabel = "NAME") String name) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            system.client().delete("/v1/backbones/" + name);
            return 0;
        }
    }

    /** A backbone's name from its file's: without endings, other characters become '-'. */
    static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName())
                .replaceAll("(\\.pth\\.tar|\\.pth|\\.pt|\\.safetensors|\\.ckpt|\\.bin|\\.pkl|\\.index)$", "")
                .replaceAll("[^A-Za-z0-9._-]+", "-");
        return name.isEmpty() || name.startsWith("-")
                ? "backbone-" + Sha256.of(String.valueOf(file)).brief()
                : name;
    }

    /** Registers {@code file}: by its path where the gateway is on this machine, else by uploading it. */
    static BackboneView register(GatewayClient client, Path file, BackboneRequest r) {
        String path = client.isLocal() ? file.toAbsolutePath().normalize().toString() : null;
        String upload = client.isLocal() ? null : client.upload(file);
        return client.register(new BackboneRequest(
                r.name(),
                path,
                upload,
                null,
                null,
                null,
                r.layout(),
                r.inputSize(),
                r.normalize(),
                r.architecture(),
                null,
                null));
    }
}
