/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.Precision;
import io.carryover.vision.arch.NetworkWeights;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * ONNX Runtime on the processor. One session serves several batches at once, each on one thread: on small networks that
 * is faster than sharing the threads within a batch, and a feature doesn't depend on the number of threads.
 */
final class OnnxEngine implements FeatureEngine {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final int dimension;
    private final int threads;

    private OnnxEngine(OrtEnvironment environment, OrtSession session, int dimension, int threads) {
        this.environment = environment;
        this.session = session;
        this.dimension = dimension;
        this.threads = threads;
    }

    static OnnxEngine open(NetworkWeights weights, EngineOptions options) {
        if (options.device() instanceof Device.Cuda cuda) {
            throw Engines.unavailable(cuda, "this build of ONNX Runtime has no CUDA; use engine pytorch");
        }
        byte[] model = OnnxGraph.model(weights);
        OrtEnvironment environment = OrtEnvironment.getEnvironment("carryover");
        try (OrtSession.SessionOptions session = new OrtSession.SessionOptions()) {
            session.setIntraOpNumThreads(1);
            session.setInterOpNumThreads(1);
            session.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            session.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session.addConfigEntry("session.intra_op.allow_spinning", "0");
            return new OnnxEngine(
                    environment,
                    environment.createSession(model, session),
                    weights.network().dimension(),
                    options.threads());
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    @Override
    public float[] features(FloatBuffer batch, int images, int height, int width) {
        FloatBuffer values = batch.duplicate().limit(images * 3 * height * width);
        try (OnnxTensor input = OnnxTensor.createTensor(environment, values, new long[] {images, 3, height, width});
                OrtSession.Result result = session.run(Map.of(OnnxGraph.INPUT, input))) {
            OnnxTensor output = (OnnxTensor) result.get(0); // closed with the result
            float[] features = new float[images * dimension];
            output.getFloatBuffer().get(features);
            return features;
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    private static CarryoverException failed(OrtException e) {
        String message = String.valueOf(e.getMessage());
        ErrorCode code = message.contains("bad_alloc") || message.contains("allocate memory")
                ? ErrorCode.OUT_OF_MEMORY
                : ErrorCode.INTERNAL;
        return new CarryoverException(
                code, "ONNX Runtime: " + message.lines().findFirst().orElse(""), e);
    }

    @Override
    public int dimension() {
        return dimension;
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
            throw failed(e);
        }
    }
}
