/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.cli.command.Output;
import io.carryover.contracts.id.Sha256;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.Inspection;
import io.carryover.vision.checkpoint.LoadOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is in a checkpoint. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Show what a checkpoint holds and whether it loads. Nothing in the file is run.")
public final class InspectCommand implements Callable<Integer> {
    private static final int SHOWN = 8;

    @Mixin
    final Output output = new Output();

    @Parameters(paramLabel = "CHECKPOINT", description = "A .pth, .pth.tar, .pt or .safetensors file.")
    Path checkpoint = Path.of("");

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            defaultValue = "auto",
            description = "Layout (default: found by itself).")
    String layout = "auto";

    @Option(
            names = "--architecture",
            paramLabel = "NETWORK",
            defaultValue = "resnet50",
            description = "Network (default ${DEFAULT-VALUE}).")
    String architecture = "resnet50";

    @Override
    public Integer call() {
        Inspection found = Checkpoints.inspect(checkpoint, LoadOptions.parse(layout, architecture));
        if (output.json) {
            output.json(json(found));
        } else {
            print(found);
        }
        found.problem()
                .ifPresent(p -> output.say("carryover: %s %s. %s"
                        .formatted(p.code(), p.message(), p.code().remedy())));
        return found.problem().isEmpty() ? 0 : 1;
    }

    private static Map<String, Object> json(Inspection found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sha256", found.sha256());
        found.tensorsSha256().ifPresent(digest -> json.put("tensors_sha256", digest));
        json.put("container", found.container().id());
        json.put("layout", found.layout().id());
        json.put("architecture", found.network().family().id());
        json.put("width", found.network().width());
        json.put("parameters", found.network().parameters());
        json.put("matched", found.matched());
        json.put("ignored", found.ignored());
        json.put("missing", found.missing());
        json.put("unexpected", found.unexpected());
        json.put("placeholders", found.placeholders());
        found.problem().ifPresent(p -> json.put("problem", Map.of("code", p.code(), "message", p.message())));
        return json;
    }

    private void print(Inspection found) {
        line("file", "%s, %,d bytes".formatted(found.sha256(), found.sizeBytes()));
        line("tensors", found.tensorsSha256().map(Sha256::hex).orElse("not loadable"));
        line("container", found.container().id());
        line("layout", found.layout().id());
        line(
                "network",
                "%s, width %d, %,d parameters, %d features"
                        .formatted(
                                found.network().family().id(),
                                found.network().width(),
                                found.network().parameters(),
                                found.network().dimension()));
        line("matched", found.matched() + " tensors");
        list("ignored", found.ignored());
        list("missing", found.missing());
        list("unexpected", found.unexpected());
        list("placeholders", found.placeholders());
        output.out().flush();
    }

    private void line(String what, String found) {
        output.out().println("%-13s %s".formatted(what, found));
    }

    private void list(String what, List<String> names) {
        if (!names.isEmpty()) {
            String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
            line(what, names.size() + ": " + shown + (names.size() > SHOWN ? ", …" : ""));
        }
    }
}
