/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.Precision;
import io.carryover.vision.arch.Graph;
import io.carryover.vision.arch.NetworkWeights;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * ONNX Runtime on the processor. One session serves several batches at once, each on one thread: on small networks that
 * is faster than sharing the threads within a batch, and a feature doesn't depend on the number of threads.
 */
final class OnnxEngine implements FeatureEngine, Outputs {
    /**
     * Bytes that ONNX Runtime takes over those of the graph's fullest moment: 2.6 measured (ResNet-50 at 224 pixels, two
     * batches at a time, 8 and 32 images), since its arena keeps every size of block it once gave.
     */
    private static final double OVERHEAD = 3;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final NetworkWeights weights;
    private final int threads;

    private OnnxEngine(OrtEnvironment environment, OrtSession session, NetworkWeights weights, int threads) {
        this.environment = environment;
        this.session = session;
        this.weights = weights;
        this.threads = threads;
    }

    static OnnxEngine open(NetworkWeights weights, List<String> outputs, EngineOptions options) {
        checkDevice(options);
        options.checkPrecision(DeviceClass.CPU);
        OnnxGraph.Model model = OnnxGraph.of(weights, outputs);
        OrtEnvironment environment = OrtEnvironment.getEnvironment("carryover");
        try (OrtSession.SessionOptions session = OnnxSessions.options();
                Arena arena = Arena.ofConfined()) {
            Map<String, OnnxTensorLike> tensors = new HashMap<>();
            for (Map.Entry<String, OnnxGraph.Tensor> tensor : model.tensors().entrySet()) {
                tensors.put(tensor.getKey(), copy(environment, arena, tensor.getValue()));
            }
            session.addExternalInitializers(tensors); // the session copies them
            return new OnnxEngine(
                    environment,
                    environment.createSession(model.graph().toByteArray(), session),
                    weights,
                    options.threads());
        } catch (OrtException e) {
            throw OnnxSessions.failed(e);
        }
    }

    /** @throws io.carryover.contracts.error.CarryoverException DEVICE_UNAVAILABLE for a GPU */
    static void checkDevice(EngineOptions options) {
        if (options.device() instanceof Device.Cuda cuda) {
            throw Engines.unavailable(cuda, "this build of ONNX Runtime has no CUDA; use engine pytorch");
        }
    }

    private static OnnxTensor copy(OrtEnvironment environment, Arena arena, OnnxGraph.Tensor tensor)
            throws OrtException {
        FloatBuffer values = tensor.values();
        MemorySegment segment = arena.allocate((long) values.capacity() * Float.BYTES, Float.BYTES);
        MemorySegment.copy(values.array(), 0, segment, ValueLayout.JAVA_FLOAT, 0, values.capacity());
        FloatBuffer buffer =
                segment.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        return OnnxTensor.createTensor(environment, buffer, shape);
    }

    @Override
    public float[] features(FloatBuffer batch, int images, int height, int width) {
        return run(batch, images, height, width).getFirst().values().array();
    }

    @Override
    public List<Output> run(FloatBuffer batch, int images, int height, int width) {
        FloatBuffer values = batch.duplicate().limit(images * 3 * height * width);
        try (OnnxTensor input = OnnxTensor.createTensor(environment, values, new long[] {images, 3, height, width});
                OrtSession.Result result = session.run(Map.of(Graph.INPUT, input))) {
            List<Output> outputs = new ArrayList<>();
            for (int i = 0; i < result.size(); i++) {
                OnnxTensor output = (OnnxTensor) result.get(i); // closed with the result
                FloatBuffer made = output.getFloatBuffer();
                float[] copy = new float[made.remaining()];
                made.get(copy);
                outputs.add(new Output(
                        LongStream.of(output.getInfo().getShape())
                                .mapToObj(Math::toIntExact)
                                .toList(),
                        FloatBuffer.wrap(copy)));
            }
            return outputs;
        } catch (OrtException e) {
            throw OnnxSessions.failed(e);
        }
    }

    @Override
    public int dimension() {
        return weights.network().dimension();
    }

    @Override
    public int largestBatch(int side, long bytes) {
        long tensors = weights.bytes() * 2; // as they are, and in the order that the kernels want
        return MemoryLimit.batch(
                bytes, tensors, weights.network().graph().peakValues(side, side), OVERHEAD, concurrency());
    }

    @Override
    public int concurrency() {
        return threads;
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo(Engine.ONNX, environment.getVersion(), "cpu", Precision.FP32, threads);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw OnnxSessions.failed(e);
        }
    }
}
