/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.carryover.protocols.Seeds;
import io.carryover.vision.arch.Graph;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.arch.Node;
import io.carryover.vision.engine.PyTorch;
import io.carryover.vision.engine.PyTorchGraph;
import io.carryover.vision.engine.PyTorchGraph.Statistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * A backbone with a new linear classifier behind its feature, all of it trained (study 4.1, A.2; ssl-transfer
 * {@code finetune.py}): weights, biases, scales and shifts; running statistics move with the batches.
 */
public final class Classifier {
    private static final String WEIGHT = "fc.weight";
    private static final String BIAS = "fc.bias";

    private final PyTorch pytorch;
    private final Parameters parameters;
    private final PyTorchGraph graph;
    private final String feature;
    private final NDArray weight;
    private final NDArray bias;
    private final int classes;

    /**
     * Copies the weights; the classifier starts as PyTorch's {@code Linear} does: weights and biases uniform in
     * ±1/√D.
     *
     * @param pytorch owns the copies
     * @param classes K
     * @param seed of the classifier's start; the numbers are Carryover's own, not PyTorch's for the same seed
     */
    public Classifier(PyTorch pytorch, NetworkWeights weights, int classes, long seed) {
        this.pytorch = pytorch;
        this.classes = classes;
        this.parameters = new Parameters(pytorch.manager());
        Graph network = weights.network().graph();
        this.feature = network.feature();
        List<Node> nodes = network.needed(List.of(feature));
        Map<String, NDArray> tensors = new HashMap<>();
        for (Node node : nodes) {
            node.tensors().forEach((name, shape) -> {
                float[] values = weights.values(name);
                Shape its = new Shape(shape.stream().mapToLong(Long::longValue).toArray());
                boolean statistic = node instanceof Node.BatchNorm norm
                        && (name.equals(norm.mean()) || name.equals(norm.variance()));
                tensors.put(name, statistic ? parameters.keep(name, values, its) : parameters.train(name, values, its));
            });
        }
        this.graph = new PyTorchGraph(nodes, List.of(feature), tensors);
        int dimension = weights.network().dimension();
        RandomGenerator random = Seeds.stream(seed, 0);
        double bound = 1 / Math.sqrt(dimension);
        this.weight =
                parameters.train(WEIGHT, uniform(random, classes * dimension, bound), new Shape(classes, dimension));
        this.bias = parameters.train(BIAS, uniform(random, classes, bound), new Shape(classes));
    }

    /** What training changes. */
    public Parameters parameters() {
        return parameters;
    }

    /** K. */
    public int classes() {
        return classes;
    }

    /** Decision values [N,K]. */
    NDArray logits(NDArray images, Statistics statistics) {
        NDArray features = Objects.requireNonNull(graph.run(images, statistics).get(feature));
        return JniUtils.linear((PtNDArray) features, (PtNDArray) weight, (PtNDArray) bias);
    }

    /**
     * A batch on the device, in memory of PyTorch's own. What DJL makes of a buffer lies in the buffer, which is the JVM's again as
     * soon as the array is closed: the backward pass, which still needs the images, would read freed memory.
     */
    static NDArray images(ImageBatch batch, NDManager scope) {
        Shape shape = new Shape(batch.rows().size(), 3, batch.side(), batch.side());
        try (NDArray borrowed = scope.create(batch.values().duplicate(), shape, DataType.FLOAT32)) {
            return borrowed.duplicate();
        }
    }

    /**
     * Decision values of all images as evaluation sees them, [N,K] row after row, by running statistics.
     *
     * @param batch images at a time
     * @param progress told how many images are done
     */
    public float[] evaluate(TrainingImages images, int batch, IntConsumer progress) {
        int count = images.images().size();
        float[] logits = new float[Math.multiplyExact(count, classes)];
        int batches = (count + batch - 1) / batch;
        try (var ahead = new ReadAhead<>(
                step -> images.plain((int) step * batch, Math.min(batch, count - (int) step * batch)), 0, batches)) {
            for (int i = 0; i < batches; i++) {
                ImageBatch next = ahead.next();
                try (NDManager scope = pytorch.manager().newSubManager()) {
                    float[] values =
                            logits(images(next, scope), Statistics.RUNNING).toFloatArray();
                    System.arraycopy(values, 0, logits, i * batch * classes, values.length);
                }
                progress.accept(i * batch + next.rows().size());
            }
        } catch (EngineException e) {
            throw PyTorch.failure(e);
        }
        return logits;
    }

    private static float[] uniform(RandomGenerator random, int count, double bound) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
        return values;
    }
}
