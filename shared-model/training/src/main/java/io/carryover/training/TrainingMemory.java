/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import io.carryover.vision.arch.Graph;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.arch.Node;
import io.carryover.vision.arch.TokenNode;
import java.util.List;
import java.util.Map;

/** How much memory a training takes, before it takes it: a worker that is killed for memory can't say why. */
public final class TrainingMemory {
    /** Weights, their gradients and their velocities. */
    private static final int COPIES = 3;

    /** What the backward pass and the libraries' own buffers add to what the forward pass leaves. */
    private static final double OVERHEAD = 1.3;

    private TrainingMemory() {}

    /**
     * Bytes of a step on {@code batch} images of {@code side × side} pixels, roughly: results that autograd keeps are those of
     * convolutions, ReLUs and pools (with their indices).
     */
    public static long bytes(NetworkWeights weights, int side, int batch) {
        Graph graph = weights.network().graph();
        Map<String, List<Integer>> shapes = graph.shapes(side, side);
        long values = 0;
        for (Node node : graph.nodes()) {
            long size = shapes.getOrDefault(node.name(), List.of()).stream()
                    .mapToLong(Integer::longValue)
                    .reduce(1, Math::multiplyExact);
            values += switch (node) {
                case Node.Convolution _, Node.Relu _ -> size;
                case Node.MaxPool _ -> 3 * size;
                case Node.BatchNorm _, Node.Add _, Node.GlobalMean _ -> 0;
                case TokenNode _ -> 2 * size;
            };
        }
        return COPIES * weights.bytes() + (long) (OVERHEAD * Float.BYTES * batch * values);
    }
}
