/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.carryover.vision.arch.Graph;
import io.carryover.vision.arch.Node;
import io.carryover.vision.arch.TokenNode;
import io.carryover.vision.arch.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs a graph's nodes one by one as eager operations, nothing folded. A result belongs to the manager of the images
 * and is freed behind its last reader; what autograd needs of it, autograd keeps.
 */
public final class PyTorchGraph {
    /** What batch normalisation goes by. */
    public enum Statistics {
        /** The running statistics, which stay as they are: evaluation. */
        RUNNING,
        /** Those of the batch, which move the running ones by a tenth (PyTorch's default momentum): training. */
        BATCH
    }

    private static final double MOMENTUM = 0.1;

    private final List<Node> nodes;
    private final List<String> outputs;
    private final Map<String, NDArray> tensors;
    private final PyTorchTokens tokens;

    /**
     * @param nodes in an order in which they can be computed
     * @param outputs names of the results that are kept
     * @param tensors by name, every tensor of the nodes; they may be changed between runs
     */
    public PyTorchGraph(List<Node> nodes, List<String> outputs, Map<String, NDArray> tensors) {
        this.nodes = nodes;
        this.outputs = outputs;
        this.tensors = tensors;
        this.tokens = new PyTorchTokens(tensors);
    }

    /** Results by name for {@code images} [B,3,H,W], the asked ones among them. */
    public Map<String, NDArray> run(NDArray images, Statistics statistics) {
        Map<String, NDArray> made = new HashMap<>();
        made.put(Graph.INPUT, images);
        Map<String, Integer> readers = Graph.readers(nodes, outputs);
        for (Node node : nodes) {
            NDArray result = apply(node, made, statistics);
            for (String input : node.inputs()) {
                if (readers.merge(input, -1, Integer::sum) == 0) {
                    Objects.requireNonNull(made.remove(input)).close();
                }
            }
            made.put(node.name(), result);
        }
        return made;
    }

    private NDArray apply(Node node, Map<String, NDArray> made, Statistics statistics) {
        return switch (node) {
            case Node.Convolution conv -> convolution(conv, of(made, conv.input()));
            case Node.BatchNorm norm -> batchNorm(norm, of(made, norm.input()), statistics);
            case Node.Relu relu -> of(made, relu.input()).getNDArrayInternal().relu();
            case Node.Add sum -> of(made, sum.left()).add(of(made, sum.right()));
            case Node.MaxPool pool -> maxPool(pool.window(), of(made, pool.input()));
            case Node.GlobalMean mean -> globalMean(of(made, mean.input()));
            case TokenNode token -> tokens.apply(token, of(made, token.input()));
        };
    }

    private static NDArray of(Map<String, NDArray> results, String name) {
        return Objects.requireNonNull(results.get(name), name);
    }

    private NDArray convolution(Node.Convolution conv, NDArray input) {
        Window window = conv.window();
        Padded padded = Padded.of(input, window, 0);
        NDArray result = padded.array()
                .getNDArrayInternal()
                .convolution(
                        padded.array(),
                        of(tensors, conv.weight()),
                        conv.bias().map(name -> of(tensors, name)).orElse(null),
                        square(window.stride()),
                        padded.rest(),
                        square(window.dilation()),
                        1)
                .singletonOrThrow();
        padded.close(input);
        return result;
    }

    /** Not by NDArray's own method, which takes its momentum the other way round and its epsilon as a float. */
    private NDArray batchNorm(Node.BatchNorm norm, NDArray input, Statistics statistics) {
        return JniUtils.batchNorm(
                (PtNDArray) input,
                (PtNDArray) of(tensors, norm.mean()),
                (PtNDArray) of(tensors, norm.variance()),
                (PtNDArray) of(tensors, norm.gamma()),
                (PtNDArray) of(tensors, norm.beta()),
                statistics == Statistics.BATCH,
                MOMENTUM,
                Node.BatchNorm.EPSILON);
    }

    private static NDArray maxPool(Window window, NDArray input) {
        Padded padded = Padded.of(input, window, Double.NEGATIVE_INFINITY);
        NDArray result = padded.array()
                .getNDArrayInternal()
                .maxPool(square(window.kernel()), square(window.stride()), padded.rest(), false);
        padded.close(input);
        return result;
    }

    private static NDArray globalMean(NDArray input) {
        Shape shape = input.getShape();
        return input.reshape(shape.get(0), shape.get(1), -1).mean(new int[] {2});
    }

    private static Shape square(int side) {
        return new Shape(side, side);
    }

    /** PyTorch pads both sides alike: what is asked otherwise is laid around the input beforehand. */
    private record Padded(NDArray array, Shape rest) {
        static Padded of(NDArray input, Window window, double value) {
            int height = (int) input.getShape().get(2);
            int width = (int) input.getShape().get(3);
            int top = window.before(height);
            int left = window.before(width);
            int bottom = window.after(height);
            int right = window.after(width);
            if (top == bottom && left == right) {
                return new Padded(input, new Shape(top, left));
            }
            return new Padded(input.pad(new Shape(left, right, top, bottom), value), square(0));
        }

        void close(NDArray input) {
            if (array != input) {
                array.close();
            }
        }
    }
}
