/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.cli.command.Output;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.json.Json;
import io.carryover.storage.safetensors.FeatureFileWriter;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.LoadOptions;
import io.carryover.vision.checkpoint.LoadedCheckpoint;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.engine.Device;
import io.carryover.vision.engine.EngineOptions;
import io.carryover.vision.engine.Engines;
import io.carryover.vision.engine.FeatureEngine;
import io.carryover.vision.features.ExtractionOptions;
import io.carryover.vision.features.FeatureExtractor;
import io.carryover.vision.image.Normalisations;
import io.carryover.vision.image.Transform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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

    @Option(names = "--checkpoint", required = true, paramLabel = "FILE")
    Path checkpoint = Path.of("");

    @Option(names = "--images", required = true, paramLabel = "FOLDER")
    Path images = Path.of("");

    @Option(
            names = "--transform",
            paramLabel = "ID",
            description = "Such as shorter-224-bicubic-crop-224; or --resize and --crop.")
    @Nullable
    String transform;

    @Option(names = "--resize", paramLabel = "S|HxW", description = "Shorter side, or both sides.")
    @Nullable
    String resize;

    @Option(
            names = "--interpolation",
            defaultValue = "bicubic",
            description = "bicubic or bilinear (default ${DEFAULT-VALUE}).")
    String interpolation = "bicubic";

    @Option(names = "--crop", paramLabel = "S", description = "Side of the centre crop.")
    @Nullable
    Integer crop;

    @Option(
            names = "--normalize",
            defaultValue = "imagenet",
            description = "imagenet, none, half, clip or m,m,m/s,s,s (default ${DEFAULT-VALUE}).")
    String normalize = "imagenet";

    @Option(names = "--layout", defaultValue = "auto")
    String layout = "auto";

    @Option(
            names = "--architecture",
            defaultValue = LoadOptions.AUTO,
            description = "The only network to accept, such as resnet18 or resnet50w64 (default: found by itself).")
    String architecture = LoadOptions.AUTO;

    @Option(names = "--engine", defaultValue = "onnx", description = "onnx or pytorch (default ${DEFAULT-VALUE}).")
    Engine engine = Engine.ONNX;

    @Option(names = "--threads", description = "CPU threads (default: all).")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", required = true, paramLabel = "FILE")
    Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        Transform chosen = transform();
        ImageSource source = ImageDataset.flat(images);
        LoadedCheckpoint loaded = Checkpoints.load(checkpoint, LoadOptions.parse(layout, architecture));
        Device device = Device.parse(System.getenv().getOrDefault("CARRYOVER_DEVICE", "auto"));
        Path target = out.toAbsolutePath();
        if (target.getParent() != null) {
            Files.createDirectories(target.getParent());
        }
        long began = System.nanoTime();
        int dimension;
        try (FeatureEngine network = Engines.open(loaded.weights(), new EngineOptions(engine, device, threads));
                var writer = new FeatureFileWriter(target, network.dimension())) {
            dimension = network.dimension();
            new FeatureExtractor(network, chosen, Normalisations.parse(normalize))
                    .extract(
                            source,
                            ExtractionOptions.quiet(network.concurrency()),
                            (first, rows, count) -> writer.append(rows, 0, count));
            var metadata = new TreeMap<String, String>();
            metadata.put(
                    "images",
                    Json.text(IntStream.range(0, source.size())
                            .mapToObj(source::id)
                            .toList()));
            writer.finish(metadata);
        }
        report(loaded, source.size(), dimension, (System.nanoTime() - began) / 1e9);
        return 0;
    }

    private Transform transform() {
        if (transform != null) {
            return Transform.parse(transform);
        }
        if (resize == null || crop == null) {
            throw new ParameterException(
                    java.util.Objects.requireNonNull(spec).commandLine(), "give --transform, or --resize and --crop");
        }
        return Transform.parse(
                "%s-%s-%s-crop-%d".formatted(resize.contains("x") ? "both" : "shorter", resize, interpolation, crop));
    }

    private void report(LoadedCheckpoint loaded, int count, int dimension, double seconds) {
        var found = loaded.inspection();
        if (!output.json) {
            output.out()
                    .println("%d images × %d features in %.1f s (%.1f images/s): %s"
                            .formatted(count, dimension, seconds, count / seconds, out));
            output.out().flush();
            return;
        }
        Map<String, Object> checkpointJson = new LinkedHashMap<>();
        checkpointJson.put("sha256", found.sha256());
        checkpointJson.put("tensors_sha256", loaded.weights().digest());
        checkpointJson.put("layout", found.layout().id());
        checkpointJson.put("matched", found.matched());
        checkpointJson.put("ignored", found.ignored());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("images", count);
        json.put("dimension", dimension);
        json.put("checkpoint", checkpointJson);
        json.put("seconds", seconds);
        json.put("images_per_second", count / seconds);
        output.json(json);
    }
}
