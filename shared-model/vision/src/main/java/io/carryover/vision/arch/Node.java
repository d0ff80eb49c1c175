/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.arch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One step of a {@link Graph}: what it reads, which tensors of a checkpoint it needs, what shape it makes. Shapes leave
 * out the images of the batch, which come first: maps are [C,H,W], tokens [N,C], features [C].
 */
public sealed interface Node
        permits Node.Convolution, Node.BatchNorm, Node.Relu, Node.MaxPool, Node.Add, Node.GlobalMean, TokenNode {
    /** Name of its result, unique in the graph. */
    String name();

    /** Names of the results it reads, or {@link Graph#INPUT}. */
    List<String> inputs();

    /** Shape of each tensor that it needs, by name. */
    default Map<String, List<Long>> tensors() {
        return Map.of();
    }

    /** Shape of its result for inputs of these shapes. */
    List<Integer> shape(List<List<Integer>> inputs);

    /** Convolution: weight [out,in,kernel,kernel], and a bias [out] where {@code biased}. */
    record Convolution(String name, String input, int in, int out, Window window, boolean biased) implements Node {
        /** Name of the weight. */
        public String weight() {
            return name + ".weight";
        }

        /** Name of the bias, if it has one. */
        public Optional<String> bias() {
            return biased ? Optional.of(name + ".bias") : Optional.empty();
        }

        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public Map<String, List<Long>> tensors() {
            Map<String, List<Long>> tensors = new LinkedHashMap<>();
            tensors.put(weight(), List.of((long) out, (long) in, (long) window.kernel(), (long) window.kernel()));
            bias().ifPresent(name -> tensors.put(name, List.of((long) out)));
            return tensors;
        }

        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            List<Integer> map = inputs.getFirst();
            return List.of(out, window.positions(map.get(1)), window.positions(map.get(2)));
        }
    }

    /** Batch normalisation with the statistics of the training data: four tensors [channels]. */
    record BatchNorm(String name, String input, int channels) implements Node {
        /** Added to the running variance, PyTorch's default. */
        public static final double EPSILON = 1e-5;

        /** Name of the scale. */
        public String gamma() {
            return name + ".weight";
        }

        /** Name of the shift. */
        public String beta() {
            return name + ".bias";
        }

        /** Name of the mean over the training data. */
        public String mean() {
            return name + ".running_mean";
        }

        /** Name of the variance over the training data. */
        public String variance() {
            return name + ".running_var";
        }

        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public Map<String, List<Long>> tensors() {
            Map<String, List<Long>> tensors = new LinkedHashMap<>();
            for (String tensor : List.of(gamma(), beta(), mean(), variance())) {
                tensors.put(tensor, List.of((long) channels));
            }
            return tensors;
        }

        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            return inputs.getFirst();
        }
    }

    /** {@code max(x, 0)}. */
    record Relu(String name, String input) implements Node {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            return inputs.getFirst();
        }
    }

    /** Maximum under a window. */
    record MaxPool(String name, String input, Window window) implements Node {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            List<Integer> map = inputs.getFirst();
            return List.of(map.getFirst(), window.positions(map.get(1)), window.positions(map.get(2)));
        }
    }

    /** Sum of two results of one shape. */
    record Add(String name, String left, String right) implements Node {
        @Override
        public List<String> inputs() {
            return List.of(left, right);
        }

        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            return inputs.getFirst();
        }
    }

    /** Mean over height and width: [C,H,W] to [C]. */
    record GlobalMean(String name, String input) implements Node {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            return List.of(inputs.getFirst().getFirst());
        }
    }
}
