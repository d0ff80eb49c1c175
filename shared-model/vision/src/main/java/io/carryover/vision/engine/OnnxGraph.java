/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.carryover.vision.arch.ConvBn;
import io.carryover.vision.arch.Forward;
import io.carryover.vision.arch.NetworkWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes a network as an ONNX model from its own weights, with normalisations folded. Input {@code images}
 * [B,3,H,W], output {@code features} [B,D], both float32; B, H and W are free. Operators: opset 13.
 */
final class OnnxGraph implements Forward.Operations<String> {
    static final String INPUT = "images";
    static final String OUTPUT = "features";
    private static final long OPSET = 13;
    private static final long IR_VERSION = 8;

    private final NetworkWeights weights;
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("features");
    private int made;

    private OnnxGraph(NetworkWeights weights) {
        this.weights = weights;
    }

    static byte[] model(NetworkWeights weights) {
        OnnxGraph builder = new OnnxGraph(weights);
        String pooled = Forward.features(weights.network(), builder, INPUT);
        builder.graph
                .addNode(NodeProto.newBuilder()
                        .setOpType("Flatten")
                        .addInput(pooled)
                        .addOutput(OUTPUT)
                        .addAttribute(integer("axis", 1)))
                .addInput(value(INPUT, "batch", 3L, "height", "width"))
                .addOutput(value(OUTPUT, "batch", (long) weights.network().dimension()));
        return OnnxMl.ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("carryover")
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(builder.graph)
                .build()
                .toByteArray();
    }

    @Override
    public String convBn(String input, ConvBn layer, boolean relu) {
        FoldedLayer folded = FoldedLayer.of(weights, layer);
        String weight = initializer(layer.conv() + ".weight", layer.weightShape(), folded.weight());
        String bias = initializer(layer.conv() + ".bias", List.of((long) layer.out()), folded.bias());
        String out = node(NodeProto.newBuilder()
                .setOpType("Conv")
                .addInput(input)
                .addInput(weight)
                .addInput(bias)
                .addAttribute(integers("kernel_shape", layer.kernel(), layer.kernel()))
                .addAttribute(integers("strides", layer.stride(), layer.stride()))
                .addAttribute(integers("pads", layer.padding(), layer.padding(), layer.padding(), layer.padding())));
        return relu ? node(NodeProto.newBuilder().setOpType("Relu").addInput(out)) : out;
    }

    @Override
    public String maxPool(String input) {
        return node(NodeProto.newBuilder()
                .setOpType("MaxPool")
                .addInput(input)
                .addAttribute(integers("kernel_shape", 3, 3))
                .addAttribute(integers("strides", 2, 2))
                .addAttribute(integers("pads", 1, 1, 1, 1)));
    }

    @Override
    public String addRelu(String left, String right) {
        String sum = node(NodeProto.newBuilder().setOpType("Add").addInput(left).addInput(right));
        return node(NodeProto.newBuilder().setOpType("Relu").addInput(sum));
    }

    @Override
    public String globalMean(String input) {
        return node(NodeProto.newBuilder().setOpType("GlobalAveragePool").addInput(input));
    }

    private String node(NodeProto.Builder node) {
        String out = "t" + made++;
        graph.addNode(node.addOutput(out));
        return out;
    }

    private String initializer(String name, List<Long> shape, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addAllDims(shape)
                .setRawData(ByteString.copyFrom(bytes)));
        return name;
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto integers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
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
