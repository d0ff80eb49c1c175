/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.arch.Graph;
import io.carryover.vision.arch.NetworkWeights;
import java.util.List;

/** Opens engines. An engine's native library is loaded by its first use, not before. */
public final class Engines {
    private Engines() {}

    /**
     * An engine for a network's features.
     *
     * @throws CarryoverException DEVICE_UNAVAILABLE where the device is not there, INVALID_REQUEST for engine {@code NONE}
     *     or a precision that the device doesn't have
     */
    public static FeatureEngine open(NetworkWeights weights, EngineOptions options) {
        List<String> feature = List.of(weights.network().graph().feature());
        return switch (options.engine()) {
            case ONNX -> OnnxEngine.open(weights, feature, options);
            case PYTORCH -> PyTorchEngine.open(weights, feature, options);
            case NONE -> throw noEngine();
        };
    }

    /**
     * An engine for the features of an ONNX file, for images of {@code side × side} pixels.
     *
     * @throws CarryoverException as the other {@link #open}; INVALID_REQUEST for an engine or a size that it doesn't
     *     run with, UNSUPPORTED_CHECKPOINT where its value is no feature or ONNX Runtime refuses it
     */
    public static FeatureEngine open(OnnxFile file, EngineOptions options, int side) {
        return switch (options.engine()) {
            case ONNX -> OnnxFileEngine.open(file, options, side);
            case PYTORCH ->
                throw new CarryoverException(
                        ErrorCode.INVALID_REQUEST, file.name() + " is an ONNX file: it runs in engine onnx");
            case NONE -> throw noEngine();
        };
    }

    /**
     * An engine for the maps of layers: the four stages of a ResNet by torchvision's names.
     *
     * @throws CarryoverException as {@link #open}; INVALID_REQUEST for a layer that the network doesn't have
     */
    public static MapEngine maps(NetworkWeights weights, List<String> layers, EngineOptions options) {
        Graph graph = weights.network().graph();
        List<String> nodes =
                layers.stream().map(layer -> node(weights, graph, layer)).toList();
        return switch (options.engine()) {
            case ONNX -> new Layers(layers, OnnxEngine.open(weights, nodes, options));
            case PYTORCH -> new Layers(layers, PyTorchEngine.open(weights, nodes, options));
            case NONE -> throw noEngine();
        };
    }

    private static String node(NetworkWeights weights, Graph graph, String layer) {
        String node = graph.maps().get(layer);
        if (node == null) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "%s has no layer %s; it has %s"
                            .formatted(
                                    weights.network().architecture().id(),
                                    layer,
                                    String.join(
                                            ", ",
                                            graph.maps().keySet().stream()
                                                    .sorted()
                                                    .toList())));
        }
        return node;
    }

    private static CarryoverException noEngine() {
        return new CarryoverException(ErrorCode.INVALID_REQUEST, "a network needs engine onnx or pytorch");
    }

    static CarryoverException unavailable(Device.Cuda device, String why) {
        return new CarryoverException(ErrorCode.DEVICE_UNAVAILABLE, "cuda:%d: %s".formatted(device.index(), why));
    }
}
