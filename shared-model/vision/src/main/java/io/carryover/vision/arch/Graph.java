/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.arch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network as data: its steps in an order in which they can be computed. Every engine is built from it, every reader
 * knows from it which tensors a checkpoint must hold.
 *
 * @param feature name of the node that makes the feature, [D]
 * @param maps names of nodes that make maps [C,H,W] for dense tasks, by the layer's usual name
 */
public record Graph(List<Node> nodes, String feature, Map<String, String> maps) {
    /** Name of the input: images [3,H,W]. */
    public static final String INPUT = "images";

    private static final int COLOURS = 3;

    /** @throws IllegalArgumentException where a name comes twice or a node reads what was not made before it */
    public Graph {
        nodes = List.copyOf(nodes);
        maps = Map.copyOf(maps);
        Set<String> made = new HashSet<>(Set.of(INPUT));
        for (Node node : nodes) {
            if (!made.containsAll(node.inputs()) || !made.add(node.name())) {
                throw new IllegalArgumentException("node " + node);
            }
        }
        if (!made.contains(feature) || !made.containsAll(maps.values())) {
            throw new IllegalArgumentException("outputs " + feature + " " + maps);
        }
    }

    /** Shape of every tensor by name, in the order of the nodes. */
    public Map<String, List<Long>> tensors() {
        Map<String, List<Long>> tensors = new LinkedHashMap<>();
        nodes.forEach(node -> tensors.putAll(node.tensors()));
        return tensors;
    }

    /** Shape of every node's result for images of this size. */
    public Map<String, List<Integer>> shapes(int height, int width) {
        Map<String, List<Integer>> shapes = new HashMap<>();
        shapes.put(INPUT, List.of(COLOURS, height, width));
        for (Node node : nodes) {
            shapes.put(node.name(), node.shape(read(shapes, node)));
        }
        return shapes;
    }

    private static List<List<Integer>> read(Map<String, List<Integer>> shapes, Node node) {
        List<List<Integer>> read = new ArrayList<>();
        for (String input : node.inputs()) {
            read.add(shapes.getOrDefault(input, List.of()));
        }
        return read;
    }

    /** The nodes that these results need, in order. */
    public List<Node> needed(List<String> outputs) {
        Set<String> wanted = new HashSet<>(outputs);
        List<Node> needed = new ArrayList<>();
        for (Node node : nodes.reversed()) {
            if (wanted.contains(node.name())) {
                needed.addFirst(node);
                wanted.addAll(node.inputs());
            }
        }
        return needed;
    }

    /** How many of {@code nodes} read each result; a result in {@code outputs} counts as read once more. */
    public static Map<String, Integer> readers(List<Node> nodes, List<String> outputs) {
        Map<String, Integer> readers = new HashMap<>();
        nodes.forEach(node -> node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
        outputs.forEach(output -> readers.merge(output, 1, Integer::sum));
        return readers;
    }

    /**
     * Most values of one image that are held at the same time when nodes run in order, each result is freed behind its
     * last reader, and normalisation and ReLU work in place.
     */
    public long peakValues(int height, int width) {
        Map<String, List<Integer>> shapes = shapes(height, width);
        Map<String, Integer> readers = readers(nodes, List.of(feature));
        long held = count(shapes, INPUT);
        long peak = held;
        for (Node node : nodes) {
            boolean inPlace = node instanceof Node.BatchNorm || node instanceof Node.Relu;
            held += inPlace ? 0 : count(shapes, node.name());
            peak = Math.max(peak, held);
            for (String input : node.inputs()) {
                if (readers.merge(input, -1, Integer::sum) == 0 && !inPlace) {
                    held -= count(shapes, input);
                }
            }
        }
        return peak;
    }

    private static long count(Map<String, List<Integer>> shapes, String name) {
        return shapes.getOrDefault(name, List.of()).stream()
                .mapToLong(Integer::longValue)
                .reduce(1, (a, b) -> a * b);
    }
}
