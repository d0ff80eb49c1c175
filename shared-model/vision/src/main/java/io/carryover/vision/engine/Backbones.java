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
import java.nio.file.Path;
import java.util.function.Function;

/** Opens an engine for the weights that a job names. */
public final class Backbones {
    private Backbones() {}

    /**
     * An engine with these weights.
     *
     * @param tensors gives the canonical safetensors file of a digest; asked for loaded weights only
     * @throws CarryoverException INPUT_LOST where the file's tensors do not have the digest; as {@link Engines#open}
     */
    public static FeatureEngine open(Weights weights, EngineOptions options, Function<Sha256, Path> tensors) {
        return switch (weights) {
            case Weights.Loaded loaded -> Engines.open(read(loaded, tensors), options);
            case Weights.Random random ->
                Engines.open(RandomWeights.of(ResNet.of(random.architecture()), random.seed()), options);
            case Weights.Pixels pixels -> new PixelEngine(pixels.size());
        };
    }

    /** The same tensors in the same network, but with this padding. */
    public static NetworkWeights padded(NetworkWeights weights, Padding padding) {
        return weights.in(ResNet.of(weights.network().architecture().with(padding)));
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
