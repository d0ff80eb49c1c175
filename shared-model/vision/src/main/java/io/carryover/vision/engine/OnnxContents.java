/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.carryover.contracts.id.Sha256;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an ONNX file holds, before anything is chosen of it. Names are shown in printable ASCII.
 *
 * @param sha256 digest of the file
 * @param data locations of external data
 * @param tensors number of tensors that the file brings
 * @param parameters number of their values
 * @param operators number of nodes
 */
public record OnnxContents(
        Sha256 sha256,
        long sizeBytes,
        List<String> data,
        List<Value> inputs,
        List<Value> outputs,
        int tensors,
        long parameters,
        int operators) {

    /** @param shape a number, or the name of a free dimension; empty where the file doesn't tell */
    public record Value(String name, String type, List<String> shape) {
        @Override
        public String toString() {
            return "%s %s [%s]".formatted(name, type, String.join(",", shape));
        }
    }

    static OnnxContents of(Sha256 sha256, long sizeBytes, Set<String> data, GraphProto graph) {
        Set<String> initialised =
                graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
        return new OnnxContents(
                sha256,
                sizeBytes,
                data.stream().map(OnnxChecks::printable).sorted().toList(),
                graph.getInputList().stream()
                        .filter(value -> !initialised.contains(value.getName()))
                        .map(OnnxContents::value)
                        .toList(),
                graph.getOutputList().stream().map(OnnxContents::value).toList(),
                graph.getInitializerCount(),
                graph.getInitializerList().stream()
                        .mapToLong(tensor -> tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b))
                        .sum(),
                graph.getNodeCount());
    }

    private static Value value(ValueInfoProto value) {
        var type = value.getType().getTensorType();
        TensorProto.DataType element = TensorProto.DataType.forNumber(type.getElemType());
        return new Value(
                OnnxChecks.printable(value.getName()),
                element == null ? "unknown" : element.name().toLowerCase(Locale.ROOT),
                type.getShape().getDimList().stream()
                        .map(OnnxContents::dimension)
                        .toList());
    }

    private static String dimension(TensorShapeProto.Dimension dimension) {
        return dimension.hasDimValue()
                ? Long.toString(dimension.getDimValue())
                : OnnxChecks.printable(dimension.getDimParam().isEmpty() ? "?" : dimension.getDimParam());
    }
}
