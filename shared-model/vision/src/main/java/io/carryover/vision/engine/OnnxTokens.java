/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.carryover.vision.arch.TokenNode;
import java.util.List;

/** {@link TokenNode}s as ONNX operators of opset 17 on [B,N,C]. */
final class OnnxTokens {
    private final OnnxGraph graph;

    OnnxTokens(OnnxGraph graph) {
        this.graph = graph;
    }

    void add(TokenNode node) {
        String name = node.name();
        String x = graph.input(node.input());
        switch (node) {
            case TokenNode.Tokens _ -> {
                String flat = reshape(name + ".flat", x, 0, 0, -1);
                operator("Transpose", name, flat).addAttribute(OnnxAttributes.integers("perm", 0, 2, 1));
            }
            case TokenNode.Prepend p -> {
                operator("Shape", name + ".images", x)
                        .addAttribute(OnnxAttributes.integer("start", 0))
                        .addAttribute(OnnxAttributes.integer("end", 1));
                String rest = graph.row(name + ".rest", 1, p.channels());
                operator("Concat", name + ".shape", name + ".images", rest)
                        .addAttribute(OnnxAttributes.integer("axis", 0));
                operator("Expand", name + ".token", graph.tensor(p, p.tensor()), name + ".shape");
                operator("Concat", name, name + ".token", x).addAttribute(OnnxAttributes.integer("axis", 1));
            }
            case TokenNode.Positions p -> operator("Add", name, x, graph.tensor(p, p.tensor()));
            case TokenNode.LayerNorm n ->
                operator("LayerNormalization", name, x, graph.tensor(n, n.gamma()), graph.tensor(n, n.beta()))
                        .addAttribute(OnnxAttributes.integer("axis", -1))
                        .addAttribute(OnnxAttributes.real("epsilon", (float) n.epsilon()));
            case TokenNode.Linear l -> {
                operator("Transpose", name + ".transposed", graph.tensor(l, l.weight()))
                        .addAttribute(OnnxAttributes.integers("perm", 1, 0));
                operator("MatMul", name + ".product", x, name + ".transposed");
                operator("Add", name, name + ".product", graph.tensor(l, l.bias()));
            }
            case TokenNode.Gelu _ -> {
                operator("Mul", name + ".scaled", x, graph.real(name + ".root", (float) Math.sqrt(0.5)));
                operator("Erf", name + ".erf", name + ".scaled");
                operator("Add", name + ".plus", name + ".erf", graph.real(name + ".one", 1));
                operator("Mul", name + ".twice", x, name + ".plus");
                operator("Mul", name, name + ".twice", graph.real(name + ".half", 0.5f));
            }
            case TokenNode.Attention a -> attention(a, x);
            case TokenNode.Token t ->
                operator("Gather", name, x, graph.index(name + ".index", t.index()))
                        .addAttribute(OnnxAttributes.integer("axis", 1));
        }
    }

    private void attention(TokenNode.Attention node, String x) {
        String name = node.name();
        int width = node.channels() / node.heads();
        String parts = reshape(name + ".parts", x, 0, 0, 3, node.heads(), width);
        operator("Transpose", name + ".heads", parts).addAttribute(OnnxAttributes.integers("perm", 2, 0, 3, 1, 4));
        for (int part = 0; part < 3; part++) {
            operator("Gather", name + ".part" + part, name + ".heads", graph.index(name + ".index" + part, part))
                    .addAttribute(OnnxAttributes.integer("axis", 0));
        }
        operator(
                "Mul", name + ".queries", name + ".part0", graph.real(name + ".scale", (float) (1 / Math.sqrt(width))));
        operator("Transpose", name + ".keys", name + ".part1")
                .addAttribute(OnnxAttributes.integers("perm", 0, 1, 3, 2));
        operator("MatMul", name + ".scores", name + ".queries", name + ".keys");
        operator("Softmax", name + ".weights", name + ".scores").addAttribute(OnnxAttributes.integer("axis", -1));
        operator("MatMul", name + ".mixed", name + ".weights", name + ".part2");
        operator("Transpose", name + ".rows", name + ".mixed")
                .addAttribute(OnnxAttributes.integers("perm", 0, 2, 1, 3));
        operator("Reshape", name, name + ".rows", graph.row(name + ".to", 0, 0, node.channels()));
    }

    private String reshape(String name, String x, long... shape) {
        operator("Reshape", name, x, graph.row(name + ".to", shape));
        return name;
    }

    private NodeProto.Builder operator(String type, String output, String... inputs) {
        return graph.operator(type, output, List.of(inputs));
    }
}
