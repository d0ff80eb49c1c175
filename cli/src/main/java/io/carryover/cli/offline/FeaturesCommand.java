/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.cli.command.Output;
import io.carryover.cli.terminal.Screen;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.Precision;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.Padding;
import io.carryover.storage.safetensors.FeatureFileWriter;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.LoadOptions;
import io.carryover.vision.checkpoint.LoadedCheckpoint;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.engine.Backbones;
import io.carryover.vision.engine.Device;
import io.carryover.vision.engine.EngineOptions;
import io.carryover.vision.engine.Engines;
import io.carryover.vision.engine.FeatureEngine;
import io.carryover.vision.engine.MemoryLimit;
import io.carryover.vision.engine.OnnxFile;
import io.carryover.vision.features.ExtractionOptions;
import io.carryover.vision.features.FeatureExtractor;
import io.carryover.vision.features.Skipped;
import io.carryover.vision.image.Normalisations;
import io.carryover.vision.image.Transform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Features of a folder of images. */
@Command(
        name = "features",
        mixinStandardHelpOptions = true,
        description =
                "Extract the features of all images of a folder into a safetensors file, rows in order of file name.")
public final class FeaturesCommand implements Callable<Integer> {
    @Mixin
    final Output output = new Output();

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--checkpoint", required = true, paramLabel = "FILE", description = "The weights.")
    Path checkpoint = Path.of("");

    @Option(names = "--images", required = true, paramLabel = "FOLDER", description = "The images.")
    Path images = Path.of("");

    @Option(
            names = "--transform",
            paramLabel = "ID",
            description = "study, study-few-shot, dino, torchvision, or such as shorter-224-bicubic-crop-224;"
                    + " or --resize and --crop.")
    @Nullable
    String transform;

    @Option(names = "--resize", paramLabel = "S|HxW", description = "Shorter side, or both sides.")
    @Nullable
    String resize;

    @Option(
            names = "--interpolation",
            paramLabel = "NAME",
            defaultValue = "bicubic",
            description = "bicubic or bilinear (default ${DEFAULT-VALUE}).")
    String interpolation = "bicubic";

    @Option(names = "--crop", paramLabel = "S", description = "Side of the centre crop.")
    @Nullable
    Integer crop;

    @Option(
            names = "--normalize",
            paramLabel = "RULE",
            defaultValue = "imagenet",
            description = "imagenet, none, half, clip or m,m,m/s,s,s (default ${DEFAULT-VALUE}).")
    String normalize = "imagenet";

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            defaultValue = "auto",
            description = "Layout of the checkpoint (default: found by itself).")
    String layout = "auto";

    @Option(
            names = "--architecture",
            paramLabel = "NETWORK",
            defaultValue = LoadOptions.AUTO,
            description = "The only network to accept, such as resnet18 or resnet50w64 (default: found by itself).")
    String architecture = LoadOptions.AUTO;

    @Option(
            names = "--padding",
            paramLabel = "RULE",
            defaultValue = "plain",
            description = "Border of strided layers: plain, as the study did, or same, as BYOL was trained "
                    + "(default ${DEFAULT-VALUE}).")
    Padding padding = Padding.PLAIN;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "onnx",
            description = "onnx or pytorch (default ${DEFAULT-VALUE}).")
    Engine engine = Engine.ONNX;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            defaultValue = "fp32",
            description = "fp32; on a GPU also fp16 or bf16 (default ${DEFAULT-VALUE}).")
    Precision precision = Precision.FP32;

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            description =
                    "Native memory that the network may take; the batch follows (default: half of the machine's).")
    @Nullable
    Integer memory;

    @Option(
            names = "--onnx-input",
            paramLabel = "NAME",
            description = "Input of an .onnx file (default: its only one).")
    @Nullable
    String onnxInput;

    @Option(
            names = {"--onnx-output", "--feature-output"},
            paramLabel = "NAME",
            description = "Value of an .onnx file that is the feature: [N,D], or [N,C,H,W] whose mean is taken "
                    + "(default: its only output).")
    @Nullable
    String onnxOutput;

    @Option(names = "--threads", paramLabel = "N", description = "CPU threads (default: all).")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--skip-broken", description = "Leave images out that can't be read, and count them.")
    boolean skipBroken;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The safetensors file to write.")
    Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        Transform chosen = transform();
        ImageSource source = ImageDataset.flat(images);
        Backbone backbone = OnnxFile.named(checkpoint) ? onnxFile() : checkpointFile();
        Device device = Device.parse(System.getenv().getOrDefault("CARRYOVER_DEVICE", "auto"));
        Path target = out.toAbsolutePath();
        if (target.getParent() != null) {
            Files.createDirectories(target.getParent());
        }
        long began = System.nanoTime();
        int dimension;
        List<Skipped> skipped;
        List<String> kept = new ArrayList<>();
        var progress = new ExtractionProgress(
                source.size(), Screen.ofStandardError(System.getenv()).isPresent(), output);
        try (FeatureEngine network =
                        backbone.open(new EngineOptions(engine, device, threads, precision), chosen.crop());
                var writer = new FeatureFileWriter(target, network.dimension())) {
            dimension = network.dimension();
            long limit = memory == null ? MemoryLimit.bytes() : (long) memory << 20;
            int fits = Math.min(ExtractionOptions.BATCH, network.largestBatch(chosen.crop(), limit));
            var options = new ExtractionOptions(fits, network.concurrency(), progress, skipBroken, () -> false);
            skipped = new FeatureExtractor(network, chosen, Normalisations.parse(normalize))
                    .extract(source, options, (first, rows, count) -> writer.append(rows, 0, count));
            Set<Integer> left = skipped.stream().map(Skipped::index).collect(Collectors.toSet());
            IntStream.range(0, source.size())
                    .filter(i -> !left.contains(i))
                    .mapToObj(source::id)
                    .forEach(kept::add);
            writer.finish(new TreeMap<>(Map.of("images", Json.text(kept))));
        }
        progress.end();
        skipped.forEach(image -> output.say("skipped: " + image.why()));
        report(backbone, kept.size(), skipped, dimension, (System.nanoTime() - began) / 1e9);
        return 0;
    }

    /** What a file holds: how to open it, and what a script is told of it. */
    private record Backbone(BiFunction<EngineOptions, Integer, FeatureEngine> opener, Map<String, Object> facts) {
        FeatureEngine open(EngineOptions options, int side) {
            return opener.apply(options, side);
        }
    }

    private Backbone checkpointFile() {
        if (onnxInput != null || onnxOutput != null) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--onnx-input and --onnx-output are for .onnx files");
        }
        LoadedCheckpoint loaded = Checkpoints.load(checkpoint, LoadOptions.parse(layout, architecture));
        NetworkWeights weights = Backbones.padded(loaded.weights(), padding);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("sha256", loaded.inspection().sha256());
        facts.put("tensors_sha256", weights.digest());
        facts.put("layout", loaded.inspection().layout().id());
        facts.put("matched", loaded.inspection().matched());
        facts.put("ignored", loaded.inspection().ignored());
        facts.put("padding", padding);
        return new Backbone((options, side) -> Engines.open(weights, options), facts);
    }

    private Backbone onnxFile() {
        if (padding == Padding.SAME) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--padding: an .onnx file has its own");
        }
        OnnxFile file = OnnxFile.read(checkpoint, Optional.ofNullable(onnxInput), Optional.ofNullable(onnxOutput));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("sha256", file.sha256());
        facts.put("tensors_sha256", file.digest());
        facts.put("layout", "onnx");
        facts.put("matched", file.tensors());
        facts.put("ignored", List.of());
        facts.put("input", file.inputName());
        facts.put("output", file.output());
        return new Backbone((options, side) -> Engines.open(file, options, side), facts);
    }

    private Transform transform() {
        if (transform != null) {
            return Transform.parse(transform);
        }
        if (resize == null || crop == null) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "give --transform, or --resize and --crop");
        }
        return Transform.parse(
                "%s-%s-%s-crop-%d".formatted(resize.contains("x") ? "both" : "shorter", resize, interpolation, crop));
    }

    private void report(Backbone backbone, int count, List<Skipped> skipped, int dimension, double seconds) {
        if (!output.json) {
            output.out()
                    .println("%d images × %d features in %.1f s (%.1f images/s): %s"
                            .formatted(count, dimension, seconds, count / seconds, out));
            output.out().flush();
            return;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("images", count);
        json.put("dimension", dimension);
        json.put("checkpoint", backbone.facts());
        json.put("precision", precision);
        json.put("seconds", seconds);
        json.put("images_per_second", count / seconds);
        json.put("skipped", skipped.stream().map(Skipped::id).toList());
        output.json(json);
    }
}
