/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.Padding;
import io.carryover.contracts.vision.Weights;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.arch.RandomWeights;
import io.carryover.vision.arch.ResNet;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.Layout;
import io.carryover.vision.checkpoint.LoadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Opens an engine for the weights that a job names. */
public final class Backbones {
    private Backbones() {}

    /**
     * What a job has on its machine.
     *
     * @param blob gives the file of a digest
     * @param scratch a folder that files may be put into
     */
    public record Stored(Function<Sha256, Path> blob, Path scratch) {}

    /**
     * An engine with these weights, for images of {@code side × side} pixels.
     *
     * @param stored asked for loaded weights and ONNX files only
     * @throws CarryoverException INPUT_LOST where the file's tensors do not have the digest; as {@link Engines#open}
     */
    public static FeatureEngine open(Weights weights, EngineOptions options, int side, Stored stored) {
        return switch (weights) {
            case Weights.Loaded loaded -> Engines.open(read(loaded, stored.blob()), options);
            case Weights.Onnx onnx -> Engines.open(read(onnx, stored), options, side);
            case Weights.Random random ->
                Engines.open(RandomWeights.of(ResNet.of(random.architecture()), random.seed()), options);
            case Weights.Pixels pixels -> new PixelEngine(pixels.size());
        };
    }

    /**
     * Weights that can be trained further.
     *
     * @param stored asked for loaded weights only
     * @throws CarryoverException INVALID_REQUEST for what is no network of ours, INPUT_LOST as {@link #open}
     */
    public static NetworkWeights trainable(Weights weights, Stored stored) {
        return switch (weights) {
            case Weights.Loaded loaded -> read(loaded, stored.blob());
            case Weights.Random random -> RandomWeights.of(ResNet.of(random.architecture()), random.seed());
            case Weights.Onnx _ ->
                throw new CarryoverException(
                        ErrorCode.INVALID_REQUEST, "an ONNX file can't be fine-tuned: register the checkpoint itself");
            case Weights.Pixels _ ->
                throw new CarryoverException(ErrorCode.INVALID_REQUEST, "pixels have no weights to fine-tune");
        };
    }

    /** The same tensors in the same network, but with this padding. */
    public static NetworkWeights padded(NetworkWeights weights, Padding padding) {
        return weights.in(ResNet.of(weights.network().architecture().with(padding)));
    }

    /** External data is found by its location, so model and data are brought together in one folder. */
    private static OnnxFile read(Weights.Onnx onnx, Stored stored) {
        try {
            Path folder = Files.createTempDirectory(stored.scratch(), "onnx-").toAbsolutePath();
            Path model = folder.resolve("model.onnx");
            link(stored.blob().apply(onnx.model()), model);
            for (var data : onnx.data().entrySet()) {
                Path target = folder.resolve(data.getKey()).normalize();
                if (!target.startsWith(folder) || target.equals(model)) {
                    throw new CarryoverException(
                            ErrorCode.UNSAFE_CHECKPOINT,
                            "external data '%s' is not beside its model".formatted(data.getKey()));
                }
                link(stored.blob().apply(data.getValue()), target);
            }
            return OnnxFile.read(model, Optional.of(onnx.input()), Optional.of(onnx.output()));
        } catch (IOException e) {
            throw new CarryoverException(
                    ErrorCode.DISK_FULL, "an ONNX file could not be put into the scratch folder", e);
        }
    }

    private static void link(Path file, Path target) throws IOException {
        Files.createDirectories(target.resolveSibling(".").normalize());
        try {
            Files.createLink(target, file);
        } catch (IOException | UnsupportedOperationException otherDisk) {
            Files.copy(file, target);
        }
    }

    private static NetworkWeights read(Weights.Loaded loaded, Function<Sha256, Path> tensors) {
        ResNet network = ResNet.of(loaded.architecture());
        LoadOptions options = new LoadOptions(Layout.of("torchvision"), network.family());
        NetworkWeights weights =
                Checkpoints.load(tensors.apply(loaded.tensors()), options).weights();
        Architecture found = weights.network().architecture();
        if (!weights.digest().equals(loaded.tensors())
                || !found.with(network.padding()).equals(loaded.architecture())) {
            throw new CarryoverException(
                    ErrorCode.INPUT_LOST,
                    "the stored tensors are not " + loaded.tensors().brief());
        }
        return weights.in(network);
    }
}
