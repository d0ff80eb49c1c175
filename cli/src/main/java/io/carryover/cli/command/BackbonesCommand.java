/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.LocalSystem;
import io.carryover.cli.terminal.Table;
import io.carryover.contracts.api.BackboneView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.vision.CheckpointReport;
import io.carryover.contracts.vision.OnnxReport;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
    private static final Pattern ENDING = Pattern.compile(
            "(\\.safetensors\\.index\\.json|\\.pth\\.tar|\\.pth|\\.pt|\\.safetensors|\\.ckpt|\\.bin|\\.pkl|\\.index|\\.onnx)$");

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
                        b.report()
                                .map(CheckpointReport::tensorsSha256)
                                .or(() -> b.onnx().map(OnnxReport::digest))
                                .map(Sha256::brief)
                                .orElse("–"),
                        b.recipe()));
            }
            output.out().println(table);
            all.forEach(b -> b.problem()
                    .ifPresent(p -> output.out().println("  %s: %s. %s".formatted(b.name(), p.detail(), p.remedy()))));
            output.out().flush();
            return 0;
        }
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Register a checkpoint.")
    int add(
            @Mixin Output output,
            @Parameters(paramLabel = "CHECKPOINT", description = "The file, index, prefix or folder to register.")
                    Path file,
            @Option(names = "--as", paramLabel = "NAME", description = "Name (default: the file's).") @Nullable
                    String as,
            @Mixin CheckpointOptions options) {
        if (!isFile(file.toString())) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, "there is no file " + file);
        }
        options.check(List.of(file));
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            String name = as != null ? as : nameOf(file);
            BackboneView view = options.register(system.client(), file, name);
            output.done(view.name() + " " + view.state(), view);
            return 0;
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Take a registration back; results stay.")
    int remove(
            @Mixin Output output, @Parameters(paramLabel = "NAME", description = "The backbone's name.") String name) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            system.client().delete("/v1/backbones/" + GatewayClient.segment(name));
            output.done(name + " removed", Map.of("name", name, "state", "removed"));
            return 0;
        }
    }

    /** A backbone's name from its file's: without endings and accents, other characters become '-'. */
    static String nameOf(Path file) {
        String bare = ENDING.matcher(String.valueOf(file.getFileName())).replaceFirst("");
        String name = Normalizer.normalize(bare, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^A-Za-z0-9._-]+", "-")
                .replaceAll("^[-.]+|-+$", "");
        return name.isEmpty() ? "backbone-" + Sha256.of(String.valueOf(file)).brief() : name;
    }

    /**
     * Whether {@code given} means a file, there or not; else it is the name of a backbone.
     *
     * @throws CarryoverException NOT_FOUND where it means a file that isn't there: known before a system is started for it
     */
    static boolean isFile(String given) {
        Path path;
        try {
            path = Path.of(given);
        } catch (InvalidPathException e) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, "there is no file " + given, e);
        }
        boolean meant = given.contains("/") || ENDING.matcher(given).find();
        // A checkpoint may be a folder; one that happens to be called like a backbone hinders nobody.
        // TensorFlow's are also named by what their files' names begin with.
        boolean there =
                (Files.exists(path) && (meant || !Files.isDirectory(path))) || Files.exists(Path.of(given + ".index"));
        if (meant && !there) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, "there is no file " + given);
        }
        if (there && Files.exists(path) && !Files.isReadable(path)) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, "no right to read the file " + given);
        }
        return there;
    }
}
