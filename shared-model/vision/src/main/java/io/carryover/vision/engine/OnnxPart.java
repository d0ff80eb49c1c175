/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The part of a model that one value needs: a text tower beside an image tower is left out. */
final class OnnxPart {
    private OnnxPart() {}

    /**
     * The same graph with only this output, and what that is computed from.
     *
     * @throws CarryoverException UNSUPPORTED_CHECKPOINT where that needs another input, or doesn't need this one
     */
    static GraphProto of(String file, GraphProto graph, String input, String output) {
        Set<NodeProto> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<String> values = values(graph, output, needed);
        Set<String> given =
                graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(value -> values.contains(value.getName()))
                .toList();
        List<String> fed = inputs.stream()
                .map(ValueInfoProto::getName)
                .filter(name -> !given.contains(name))
                .toList();
        if (!fed.equals(List.of(input))) {
            throw new CarryoverException(
                    ErrorCode.UNSUPPORTED_CHECKPOINT,
                    "%s computes %s from %s, not from %s alone"
                            .formatted(
                                    file,
                                    OnnxChecks.printable(output),
                                    fed.isEmpty() ? "no input" : OnnxChecks.some(fed),
                                    OnnxChecks.printable(input)));
        }
        ValueInfoProto feature = graph.getOutputList().stream()
                .filter(value -> value.getName().equals(output))
                .findFirst()
                .orElseGet(() -> ValueInfoProto.newBuilder().setName(output).build());
        return graph.toBuilder()
                .clearNode()
                .addAllNode(
                        graph.getNodeList().stream().filter(needed::contains).toList())
                .clearInput()
                .addAllInput(inputs)
                .clearOutput()
                .addOutput(feature)
                .clearValueInfo()
                .addAllValueInfo(graph.getValueInfoList().stream()
                        .filter(value -> values.contains(value.getName()))
                        .toList())
                .build();
    }

    /** Names of all values that {@code output} is computed from, itself included; puts the nodes into {@code needed}. */
    private static Set<String> values(GraphProto graph, String output, Set<NodeProto> needed) {
        Map<String, NodeProto> makers = new HashMap<>();
        graph.getNodeList().forEach(node -> node.getOutputList().forEach(name -> makers.putIfAbsent(name, node)));
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(output));
        while (!open.isEmpty()) {
            String name = open.remove();
            // an input or output that a node leaves out has no name
            if (!name.isEmpty() && seen.add(name)) {
                NodeProto maker = makers.get(name);
                if (maker != null && needed.add(maker)) {
                    read(maker, open);
                }
            }
        }
        return seen;
    }

    /** What a node reads, its nested graphs included: these see the values of the graph around them. */
    private static void read(NodeProto node, Deque<String> names) {
        names.addAll(node.getInputList());
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                read(attribute.getG(), names);
            }
            attribute.getGraphsList().forEach(nested -> read(nested, names));
        }
    }

    private static void read(GraphProto nested, Deque<String> names) {
        nested.getNodeList().forEach(node -> read(node, names));
        nested.getOutputList().forEach(value -> names.add(value.getName()));
    }
}
