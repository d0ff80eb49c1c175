/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import io.carryover.contracts.vision.Architecture;
import io.carryover.vision.arch.Graph;
import io.carryover.vision.arch.Network;
import io.carryover.vision.arch.Node;
import io.carryover.vision.arch.TokenNode;
import io.carryover.vision.arch.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A vision transformer in torchvision's names, of 32 pixels: what adding a family takes, besides its layouts. */
record TinyTransformer(int channels, int hidden, int heads, int layers, int patch) implements Network {
    private static final double EPSILON = 1e-6;

    @Override
    public Architecture architecture() {
        return new Architecture("vit", channels);
    }

    @Override
    public int dimension() {
        return channels;
    }

    @Override
    public Graph graph() {
        int side = 32 / patch;
        Window window = new Window(patch, patch, 1, Window.Edge.NONE);
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node.Convolution("conv_proj", Graph.INPUT, 3, channels, window, true));
        nodes.add(new TokenNode.Tokens("tokens", "conv_proj"));
        nodes.add(new TokenNode.Prepend("all", "tokens", "class_token", channels));
        String last = "placed";
        nodes.add(new TokenNode.Positions(last, "all", "encoder.pos_embedding", side * side + 1, channels));
        for (int i = 0; i < layers; i++) {
            String name = "encoder.layers.encoder_layer_" + i;
            nodes.add(new TokenNode.LayerNorm(name + ".ln_1", last, channels, EPSILON));
            String own = name + ".self_attention.";
            nodes.add(new TokenNode.Linear(
                    own + "in", name + ".ln_1", own + "in_proj_weight", own + "in_proj_bias", channels, 3 * channels));
            nodes.add(new TokenNode.Attention(own + "mix", own + "in", channels, heads));
            nodes.add(linear(own + "out_proj", own + "mix", channels, channels));
            nodes.add(new Node.Add(name + ".attended", own + "out_proj", last));
            nodes.add(new TokenNode.LayerNorm(name + ".ln_2", name + ".attended", channels, EPSILON));
            nodes.add(linear(name + ".mlp.0", name + ".ln_2", channels, hidden));
            nodes.add(new TokenNode.Gelu(name + ".gelu", name + ".mlp.0"));
            nodes.add(linear(name + ".mlp.3", name + ".gelu", hidden, channels));
            nodes.add(new Node.Add(name, name + ".mlp.3", name + ".attended"));
            last = name;
        }
        nodes.add(new TokenNode.LayerNorm("encoder.ln", last, channels, EPSILON));
        nodes.add(new TokenNode.Token("cls", "encoder.ln", 0));
        return new Graph(nodes, "cls", Map.of());
    }

    private static Node linear(String name, String input, int in, int out) {
        return new TokenNode.Linear(name, input, name + ".weight", name + ".bias", in, out);
    }
}
