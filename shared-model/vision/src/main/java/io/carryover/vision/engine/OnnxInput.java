/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The input of an ONNX model: float32 images [N,3,H,W].
 *
 * @param batch, height, width present where the model fixes them
 */
record OnnxInput(String name, OptionalInt batch, OptionalInt height, OptionalInt width) {
    private static final int MAX_SIDE = 1 << 14;

    static OnnxInput of(String file, GraphProto graph, Optional<String> asked) {
        Set<String> initialised =
                graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(input -> !initialised.contains(input.getName()))
                .toList();
        List<String> names = inputs.stream().map(ValueInfoProto::getName).toList();
        if (asked.isPresent() && !names.contains(asked.get())) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "%s has no input %s; its inputs are %s".formatted(file, asked.get(), OnnxChecks.some(names)));
        }
        if (asked.isEmpty() && inputs.size() != 1) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "%s has %d inputs (%s): say which one takes the images (--onnx-input, or onnxInput in a request)"
                            .formatted(file, inputs.size(), OnnxChecks.some(names)));
        }
        String chosen = asked.orElseGet(() -> names.getFirst());
        return read(
                file,
                inputs.stream()
                        .filter(input -> input.getName().equals(chosen))
                        .findFirst()
                        .orElseThrow());
    }

    private static OnnxInput read(String file, ValueInfoProto value) {
        var type = value.getType().getTensorType();
        List<TensorShapeProto.Dimension> dims = type.getShape().getDimList();
        boolean images = type.getElemType() == TensorProto.DataType.FLOAT.getNumber()
                && dims.size() == 4
                && (!dims.get(1).hasDimValue() || dims.get(1).getDimValue() == 3);
        if (!images) {
            throw new CarryoverException(
                    ErrorCode.UNSUPPORTED_CHECKPOINT,
                    "input %s of %s is not float32 images [N,3,H,W]"
                            .formatted(OnnxChecks.printable(value.getName()), file));
        }
        return new OnnxInput(
                value.getName(), side(file, dims.get(0)), side(file, dims.get(2)), side(file, dims.get(3)));
    }

    private static OptionalInt side(String file, TensorShapeProto.Dimension dimension) {
        if (!dimension.hasDimValue() || dimension.getDimValue() == 0) {
            return OptionalInt.empty();
        }
        long value = dimension.getDimValue();
        if (value < 1 || value > MAX_SIDE) {
            throw new CarryoverException(
                    ErrorCode.UNSUPPORTED_CHECKPOINT, "%s has an input of %d".formatted(file, value));
        }
        return OptionalInt.of((int) value);
    }

    /** @throws CarryoverException INVALID_REQUEST where the model fixes another size */
    void check(String file, int height, int width) {
        int wantedHeight = this.height.orElse(height);
        int wantedWidth = this.width.orElse(width);
        if (wantedHeight != height || wantedWidth != width) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "%s takes images of %d×%d, the transform gives %d×%d: crop to the model's size"
                            .formatted(file, wantedHeight, wantedWidth, height, width));
        }
    }
}
