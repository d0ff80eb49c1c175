/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.carryover.contracts.job.Precision;
import io.carryover.vision.arch.Graph;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.arch.Node;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * PyTorch through DJL: the reference. Normalisations are not folded, so it checks the folding of the other engine. One
 * batch at a time; PyTorch spreads it over its threads.
 */
final class PyTorchEngine implements FeatureEngine, Outputs {
    /** Nothing works in place here, and convolutions have buffers of their own. */
    private static final double OVERHEAD = 3;

    private final NDManager manager;
    private final NetworkWeights weights;
    private final List<String> outputs;
    private final PyTorchGraph graph;
    private final DataType type;
    private final EngineInfo info;

    private PyTorchEngine(
            NetworkWeights weights, List<String> outputs, NDManager manager, DataType type, EngineInfo info) {
        this.weights = weights;
        this.outputs = outputs;
        this.manager = manager;
        this.type = type;
        this.info = info;
        Graph network = weights.network().graph();
        Map<String, NDArray> tensors = new HashMap<>();
        for (Node node : network.needed(outputs)) {
            node.tensors().forEach((name, shape) -> tensors.put(name, create(name, shape)));
        }
        this.graph = new PyTorchGraph(network.needed(outputs), outputs, tensors);
    }

    static PyTorchEngine open(NetworkWeights weights, List<String> outputs, EngineOptions options) {
        PyTorch pytorch = PyTorch.open(options);
        return new PyTorchEngine(weights, outputs, pytorch.manager(), type(options.precision()), pytorch.info());
    }

    private static DataType type(Precision precision) {
        return switch (precision) {
            case FP32 -> DataType.FLOAT32;
            case FP16 -> DataType.FLOAT16;
            case BF16 -> DataType.BFLOAT16;
            case FP64 -> DataType.FLOAT64;
        };
    }

    private NDArray create(String name, List<Long> shape) {
        NDArray values = manager.create(
                weights.values(name),
                new Shape(shape.stream().mapToLong(Long::longValue).toArray()));
        if (type == DataType.FLOAT32) {
            return values;
        }
        NDArray rounded = values.toType(type, false);
        values.close();
        return rounded;
    }

    @Override
    public float[] features(FloatBuffer batch, int images, int height, int width) {
        return run(batch, images, height, width).getFirst().values().array();
    }

    @Override
    public synchronized List<Output> run(FloatBuffer batch, int images, int height, int width) {
        FloatBuffer values = batch.duplicate().limit(images * 3 * height * width);
        try (NDManager step = manager.newSubManager()) {
            NDArray input = step.create(values, new Shape(images, 3, height, width), DataType.FLOAT32);
            Map<String, NDArray> made = graph.run(input.toType(type, false), PyTorchGraph.Statistics.RUNNING);
            List<Output> results = new ArrayList<>();
            for (String name : outputs) {
                NDArray result = Objects.requireNonNull(made.get(name)).toType(DataType.FLOAT32, false);
                List<Integer> shape = LongStream.of(result.getShape().getShape())
                        .mapToObj(Math::toIntExact)
                        .toList();
                results.add(new Output(shape, FloatBuffer.wrap(result.toFloatArray())));
            }
            return results;
        } catch (EngineException e) {
            throw PyTorch.failure(e);
        }
    }

    @Override
    public int dimension() {
        return weights.network().dimension();
    }

    @Override
    public int largestBatch(int side, long bytes) {
        return MemoryLimit.batch(
                bytes, weights.bytes(), weights.network().graph().peakValues(side, side), OVERHEAD, concurrency());
    }

    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public EngineInfo info() {
        return info;
    }

    @Override
    public synchronized void close() {
        manager.close();
    }
}
