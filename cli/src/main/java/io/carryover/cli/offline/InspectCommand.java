/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.cli.command.Output;
import io.carryover.contracts.id.Sha256;
import io.carryover.vision.checkpoint.CheckedCheckpoint;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.Inspection;
import io.carryover.vision.checkpoint.Layout;
import io.carryover.vision.checkpoint.LoadOptions;
import io.carryover.vision.engine.OnnxContents;
import io.carryover.vision.engine.OnnxFile;
import io.carryover.vision.sanity.NetworkSanity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    @Parameters(
            paramLabel = "CHECKPOINT",
            description =
                    "A PyTorch, safetensors, TensorFlow (.index) or ONNX file, a pickle of arrays, or a folder with one checkpoint.")
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
            defaultValue = LoadOptions.AUTO,
            description = "The only network to accept, such as resnet18 or resnet50w64 (default: found by itself).")
    String architecture = LoadOptions.AUTO;

    @Override
    public Integer call() {
        if (OnnxFile.named(checkpoint)) {
            return onnx(OnnxFile.contents(checkpoint));
        }
        CheckedCheckpoint checked = Checkpoints.check(checkpoint, LoadOptions.parse(layout, architecture));
        Inspection found = checked.inspection();
        Optional<NetworkSanity> sanity = checked.weights()
                .map(weights ->
                        NetworkSanity.of(weights, found.layout().advice().normalisation()));
        if (output.json) {
            output.json(json(found, sanity));
        } else {
            print(found, sanity);
        }
        found.problem()
                .ifPresent(p -> output.say("carryover: %s %s. %s"
                        .formatted(p.code(), p.message(), p.code().remedy())));
        return found.problem().isEmpty() ? 0 : 1;
    }

    private int onnx(OnnxContents found) {
        if (output.json) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("sha256", found.sha256());
            json.put("container", "onnx");
            json.put("layout", "onnx");
            json.put("parameters", found.parameters());
            json.put("matched", found.tensors());
            json.put("ignored", List.of());
            json.put("missing", List.of());
            json.put("inputs", found.inputs());
            json.put("outputs", found.outputs());
            json.put("external_data", found.data());
            output.json(json);
            return 0;
        }
        line("file", "%s, %,d bytes".formatted(found.sha256(), found.sizeBytes()));
        line("container", "onnx");
        line(
                "network",
                "%,d operators, %d tensors, %,d parameters"
                        .formatted(found.operators(), found.tensors(), found.parameters()));
        found.inputs().forEach(value -> line("input", value.toString()));
        found.outputs().forEach(value -> line("output", value.toString()));
        list("data", found.data());
        output.out().flush();
        return 0;
    }

    private static Map<String, Object> json(Inspection found, Optional<NetworkSanity> sanity) {
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
        Layout.Advice advice = found.layout().advice();
        json.put("normalisation", Map.of("name", advice.normalisation().name(), "reason", advice.reason()));
        sanity.ifPresent(s -> json.put("sanity", json(s)));
        found.problem().ifPresent(p -> json.put("problem", Map.of("code", p.code(), "message", p.message())));
        return json;
    }

    private static Map<String, Object> json(NetworkSanity sanity) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sound", sanity.sound());
        json.put("images", sanity.images());
        json.put("finite", sanity.finite());
        json.put("feature_variance", sanity.featureVariance());
        json.put("constant_features", sanity.constantFeatures());
        json.put("constant_tensors", sanity.constantTensors());
        return json;
    }

    private void print(Inspection found, Optional<NetworkSanity> sanity) {
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
        Layout.Advice advice = found.layout().advice();
        line("normalise", advice.normalisation().name() + ": " + advice.reason());
        sanity.ifPresent(s -> line("sanity", says(found, s)));
        output.out().flush();
    }

    private static String says(Inspection found, NetworkSanity sanity) {
        return "%s: over %d generated images features are %s, their mean variance is %.3g, %d of %d never change%s"
                .formatted(
                        sanity.sound() ? "sound" : "NOT SOUND",
                        sanity.images(),
                        sanity.finite() ? "finite" : "not finite",
                        sanity.featureVariance(),
                        sanity.constantFeatures(),
                        found.network().dimension(),
                        sanity.constantTensors().isEmpty()
                                ? ""
                                : "; all values are equal in " + String.join(", ", sanity.constantTensors()));
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
