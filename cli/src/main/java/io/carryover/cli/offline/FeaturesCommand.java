/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.cli.Build;
import io.carryover.cli.command.OnnxOptions;
import io.carryover.cli.command.Output;
import io.carryover.cli.system.Home;
import io.carryover.cli.terminal.Screen;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Precision;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.Padding;
import io.carryover.storage.safetensors.FeatureFileWriter;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.LoadOptions;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.engine.Device;
import io.carryover.vision.engine.EngineOptions;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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

    @Mixin
    final OnnxOptions onnx = new OnnxOptions();

    @Option(names = "--threads", paramLabel = "N", description = "CPU threads (default: all).")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--skip-broken", description = "Leave images out that can't be read, and count them.")
    boolean skipBroken;

    @Option(names = "--force", description = "Compute anew even where the file holds just these features already.")
    boolean force;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The safetensors file to write.")
    Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        Instant now = Instant.now();
        long began = System.nanoTime();
        Transform chosen = transform();
        ImageSource source = ImageDataset.flat(images);
        String where = System.getenv().getOrDefault("CARRYOVER_DEVICE", "auto");
        Path target = out.toAbsolutePath();
        FeatureRecipe recipe = recipe(chosen, where, source);
        Optional<FeatureRecipe.Kept> kept = force ? Optional.empty() : recipe.kept(target);
        if (kept.isPresent()) {
            report(kept.get(), (System.nanoTime() - began) / 1e9, true);
            return 0;
        }
        BackboneFile backbone = backbone();
        Device device = Device.parse(where);
        if (target.getParent() != null) {
            Files.createDirectories(target.getParent());
        }
        int dimension;
        List<Skipped> skipped;
        List<String> rows = new ArrayList<>();
        FeatureRecipe.Told told;
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
                    .extract(source, options, (first, values, count) -> writer.append(values, 0, count));
            Set<Integer> left = skipped.stream().map(Skipped::index).collect(Collectors.toSet());
            IntStream.range(0, source.size())
                    .filter(i -> !left.contains(i))
                    .mapToObj(source::id)
                    .forEach(rows::add);
            told = new FeatureRecipe.Told(
                    backbone.facts(), skipped.stream().map(Skipped::id).toList());
            var metadata = new TreeMap<>(recipe.metadata(backbone.files(), now, writer.digest(), told));
            metadata.put("images", Json.text(rows));
            writer.finish(metadata);
        }
        progress.end();
        skipped.forEach(image -> output.say("skipped: " + image.why()));
        report(
                new FeatureRecipe.Kept(rows.size(), dimension, Json.text(told)),
                (System.nanoTime() - began) / 1e9,
                false);
        return 0;
    }

    private BackboneFile backbone() {
        boolean isOnnx = OnnxFile.named(checkpoint);
        if (!isOnnx && onnx.given()) {
            throw wrong(OnnxOptions.FOR_ONNX_ONLY);
        }
        if (isOnnx && padding == Padding.SAME) {
            throw wrong("--padding: an .onnx file has its own");
        }
        return isOnnx
                ? BackboneFile.onnx(checkpoint, onnx.input(), onnx.output())
                : BackboneFile.checkpoint(checkpoint, LoadOptions.parse(layout, architecture), padding);
    }

    private ParameterException wrong(String what) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), what);
    }

    private FeatureRecipe recipe(Transform chosen, String device, ImageSource source) throws IOException {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "transform", chosen.id().toString(),
                "normalize", normalize,
                "engine", engine + " " + Build.property(engine == Engine.ONNX ? "onnx" : "pytorch"),
                "precision", precision.toString(),
                "device", device,
                "threads", Integer.toString(threads),
                "memory", String.valueOf(memory),
                "broken", skipBroken ? "skipped" : "refused",
                "step", Integer.toString(JobSpec.ExtractFeatures.STEP_VERSION),
                "carryover", Build.property("version")));
        settings.putAll(Map.of("layout", layout, "architecture", architecture, "padding", padding.toString()));
        settings.putAll(Map.of(
                "input", onnx.input().orElse("null"), "output", onnx.output().orElse("null")));
        List<String> names =
                IntStream.range(0, source.size()).mapToObj(source::id).toList();
        var memory = new DigestMemory(
                Home.of(System.getenv()).folder().resolve("cache").resolve("digests"), InstantSource.system());
        return new FeatureRecipe(settings, Checkpoints.file(checkpoint), images, names, memory);
    }

    private Transform transform() {
        if (transform != null) {
            return Transform.parse(transform);
        }
        if (resize == null || crop == null) {
            throw wrong("give --transform, or --resize and --crop");
        }
        return Transform.parse(
                "%s-%s-%s-crop-%d".formatted(resize.contains("x") ? "both" : "shorter", resize, interpolation, crop));
    }

    private void report(FeatureRecipe.Kept features, double seconds, boolean unchanged) {
        long count = features.images();
        if (!output.json) {
            output.out()
                    .println(
                            unchanged
                                    ? "%d images × %d features, unchanged: %s"
                                            .formatted(count, features.dimension(), out)
                                    : "%d images × %d features in %.1f s (%.1f images/s): %s"
                                            .formatted(count, features.dimension(), seconds, count / seconds, out));
            output.out().flush();
            return;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("images", count);
        json.put("dimension", features.dimension());
        var told = Json.read(features.told(), FeatureRecipe.Told.class);
        json.put("checkpoint", told.checkpoint());
        json.put("precision", precision);
        json.put("seconds", seconds);
        json.put("images_per_second", count / seconds);
        json.put("skipped", told.skipped());
        json.put("unchanged", unchanged);
        output.json(json);
    }
}
