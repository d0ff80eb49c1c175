/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.arch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The steps of a vision transformer (Dosovitskiy et al. 2021) behind its patches: tokens are [N,C]. */
public sealed interface TokenNode extends Node {
    /** What it reads. */
    String input();

    @Override
    default List<String> inputs() {
        return List.of(input());
    }

    @Override
    default List<Integer> shape(List<List<Integer>> inputs) {
        return inputs.getFirst();
    }

    /** A map's positions, row by row, as tokens: [C,H,W] to [H·W,C]. */
    record Tokens(String name, String input) implements TokenNode {
        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            List<Integer> map = inputs.getFirst();
            return List.of(map.get(1) * map.get(2), map.getFirst());
        }
    }

    /** A learned token [1,1,C] before the others: [N,C] to [N+1,C]. */
    record Prepend(String name, String input, String tensor, int channels) implements TokenNode {
        @Override
        public Map<String, List<Long>> tensors() {
            return Map.of(tensor, List.of(1L, 1L, (long) channels));
        }

        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            return List.of(inputs.getFirst().getFirst() + 1, channels);
        }
    }

    /** Learned values [1,N,C] added to all tokens: their positions. It fixes their number. */
    record Positions(String name, String input, String tensor, int tokens, int channels) implements TokenNode {
        @Override
        public Map<String, List<Long>> tensors() {
            return Map.of(tensor, List.of(1L, (long) tokens, (long) channels));
        }
    }

    /** Each token less its mean, over its deviation; scale and shift [C]. */
    record LayerNorm(String name, String input, int channels, double epsilon) implements TokenNode {
        /** Name of the scale. */
        public String gamma() {
            return name + ".weight";
        }

        /** Name of the shift. */
        public String beta() {
            return name + ".bias";
        }

        @Override
        public Map<String, List<Long>> tensors() {
            return ordered(gamma(), List.of((long) channels), beta(), List.of((long) channels));
        }
    }

    /** {@code x Wᵀ + b} for each token: weight [out,in], bias [out]. */
    record Linear(String name, String input, String weight, String bias, int in, int out) implements TokenNode {
        @Override
        public Map<String, List<Long>> tensors() {
            return ordered(weight, List.of((long) out, (long) in), bias, List.of((long) out));
        }

        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            return List.of(inputs.getFirst().getFirst(), out);
        }
    }

    /** {@code x Φ(x)}, exact. */
    record Gelu(String name, String input) implements TokenNode {}

    /** Scaled dot-product attention over queries, keys and values side by side: [N,3C] to [N,C]. */
    record Attention(String name, String input, int channels, int heads) implements TokenNode {
        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            return List.of(inputs.getFirst().getFirst(), channels);
        }
    }

    /** One token as the feature: [N,C] to [C]. */
    record Token(String name, String input, int index) implements TokenNode {
        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            return List.of(inputs.getFirst().get(1));
        }
    }

    private static Map<String, List<Long>> ordered(String one, List<Long> first, String other, List<Long> second) {
        Map<String, List<Long>> tensors = new LinkedHashMap<>();
        tensors.put(one, first);
        tensors.put(other, second);
        return tensors;
    }
}
