/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.carryover.vision.arch.Graph;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.arch.Node;
import io.carryover.vision.arch.TokenNode;
import io.carryover.vision.arch.Window;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes a network as an ONNX model from its own weights: a normalisation behind a convolution is folded into it. Input
 * {@code images} [B,3,H,W], outputs as asked, all float32; B, H and W are free. Operators: opset 17.
 */
final class OnnxGraph {
    private static final long OPSET = 17;
    private static final long IR_VERSION = 8;

    private final NetworkWeights weights;
    private final Map<String, Integer> readers;
    private final Map<String, Node.Convolution> unfolded = new HashMap<>();
    private final Map<String, Tensor> tensors = new HashMap<>();
    private final OnnxTokens tokens = new OnnxTokens(this);
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("features");

    private OnnxGraph(NetworkWeights weights, Map<String, Integer> readers) {
        this.weights = weights;
        this.readers = readers;
    }

    /**
     * A model whose tensors lie beside it, since a protobuf message ends at 2 GiB and would be one more copy.
     *
     * @param graph an ONNX model whose initializers are marked as external
     * @param tensors what to put in their place
     */
    record Model(ModelProto graph, Map<String, Tensor> tensors) {}

    /** Values of an initializer, in row-major order, in a buffer over an array. */
    record Tensor(List<Long> shape, FloatBuffer values) {}

    /** The model that computes these nodes' results, in this order. */
    static Model of(NetworkWeights weights, List<String> outputs) {
        Graph network = weights.network().graph();
        List<Node> nodes = network.needed(outputs);
        OnnxGraph builder = new OnnxGraph(weights, Graph.readers(nodes, outputs));
        nodes.forEach(builder::add);
        builder.graph.addInput(value(Graph.INPUT, "batch", 3L, "height", "width"));
        for (String output : outputs) {
            builder.input(output);
            builder.graph.addOutput(
                    output.equals(network.feature())
                            ? value(output, "batch", (long) weights.network().dimension())
                            : ValueInfoProto.newBuilder().setName(output).build());
        }
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("carryover")
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(builder.graph)
                .build();
        return new Model(model, builder.tensors);
    }

    private void add(Node node) {
        switch (node) {
            case Node.Convolution conv -> unfolded.put(conv.name(), conv); // written by whoever reads it
            case Node.BatchNorm norm -> batchNorm(norm);
            case TokenNode token -> tokens.add(token);
            case Node.Relu relu -> node("Relu", relu);
            case Node.Add sum -> node("Add", sum);
            case Node.MaxPool pool -> window(node("MaxPool", pool), pool.window());
            case Node.GlobalMean mean -> {
                String map = mean.name() + ".map";
                operator("GlobalAveragePool", map, List.of(input(mean.input())));
                operator("Flatten", mean.name(), List.of(map)).addAttribute(OnnxAttributes.integer("axis", 1));
            }
        }
    }

    private void batchNorm(Node.BatchNorm norm) {
        Node.Convolution conv = unfolded.get(norm.input());
        if (conv != null && readers.getOrDefault(conv.name(), 0) == 1) {
            unfolded.remove(conv.name());
            FoldedConvolution folded = FoldedConvolution.of(weights, conv, norm);
            String bias = initializer(conv.name() + ".folded", List.of((long) conv.out()), folded.bias());
            String weight = initializer(conv.weight(), shape(conv, conv.weight()), folded.weight());
            window(operator("Conv", norm.name(), List.of(input(conv.input()), weight, bias)), conv.window());
            return;
        }
        NodeProto.Builder node = node("BatchNormalization", norm)
                .addAttribute(OnnxAttributes.real("epsilon", (float) Node.BatchNorm.EPSILON));
        for (String tensor : List.of(norm.gamma(), norm.beta(), norm.mean(), norm.variance())) {
            node.addInput(tensor(norm, tensor));
        }
    }

    private static List<Long> shape(Node node, String tensor) {
        return node.tensors().getOrDefault(tensor, List.of());
    }

    private NodeProto.Builder node(String type, Node node) {
        return operator(
                type, node.name(), node.inputs().stream().map(this::input).toList());
    }

    /** Adds an operator; attributes may be added to what is returned. */
    NodeProto.Builder operator(String type, String output, List<String> inputs) {
        return graph.addNodeBuilder().setOpType(type).addAllInput(inputs).addOutput(output);
    }

    /** A result that is about to be read; a convolution whose normalisation can't be folded is written now. */
    String input(String name) {
        Node.Convolution conv = unfolded.remove(name);
        if (conv != null) {
            NodeProto.Builder node = node("Conv", conv).addInput(tensor(conv, conv.weight()));
            conv.bias().ifPresent(bias -> node.addInput(tensor(conv, bias)));
            window(node, conv.window());
        }
        return name;
    }

    /** A tensor of the checkpoint, as an initializer. */
    String tensor(Node node, String name) {
        return initializer(name, shape(node, name), weights.values(name));
    }

    private static void window(NodeProto.Builder node, Window window) {
        node.addAttribute(OnnxAttributes.integers("kernel_shape", window.kernel(), window.kernel()))
                .addAttribute(OnnxAttributes.integers("strides", window.stride(), window.stride()))
                .addAttribute(OnnxAttributes.integers("dilations", window.dilation(), window.dilation()));
        if (window.sizeDependent()) {
            node.addAttribute(OnnxAttributes.text("auto_pad", "SAME_UPPER"));
            return;
        }
        int before = window.before(window.stride());
        int after = window.after(window.stride());
        node.addAttribute(OnnxAttributes.integers("pads", before, before, after, after));
    }

    private String initializer(String name, List<Long> shape, float[] values) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addAllDims(shape)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(OnnxMl.StringStringEntryProto.newBuilder()
                        .setKey("location")
                        .setValue("memory")));
        tensors.put(name, new Tensor(shape, FloatBuffer.wrap(values)));
        return name;
    }

    /** A constant row of whole numbers. */
    String row(String name, long... values) {
        constant(name, TensorProto.DataType.INT64, 8 * values.length, bytes -> bytes.asLongBuffer()
                        .put(values))
                .addDims(values.length);
        return name;
    }

    /** A constant whole number. */
    String index(String name, long value) {
        constant(name, TensorProto.DataType.INT64, 8, bytes -> bytes.putLong(0, value));
        return name;
    }

    /** A constant real number. */
    String real(String name, float value) {
        constant(name, TensorProto.DataType.FLOAT, 4, bytes -> bytes.putFloat(0, value));
        return name;
    }

    private TensorProto.Builder constant(
            String name, TensorProto.DataType type, int length, Consumer<ByteBuffer> values) {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        values.accept(bytes);
        return graph.addInitializerBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(bytes.rewind()));
    }

    private static ValueInfoProto value(String name, Object... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            TensorShapeProto.Dimension.Builder d = TensorShapeProto.Dimension.newBuilder();
            shape.addDim(dimension instanceof Long fixed ? d.setDimValue(fixed) : d.setDimParam(dimension.toString()));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }
}
