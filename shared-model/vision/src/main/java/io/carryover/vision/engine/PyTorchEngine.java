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
import ai.djl.pytorch.jni.JniUtils;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.Precision;
import io.carryover.vision.arch.ConvBn;
import io.carryover.vision.arch.Forward;
import io.carryover.vision.arch.NetworkWeights;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * PyTorch through DJL: the reference. Normalisations are not folded, so it checks the folding of the other engine. One
 * batch at a time; PyTorch spreads it over its threads. DJL needs no network: natives come from the class
 * path and are unpacked once into {@code DJL_CACHE_DIR} (environment or system property; {@code ~/.djl.ai} by default).
 */
final class PyTorchEngine implements FeatureEngine {
    private static final String ENGINE = "PyTorch";

    private final NDManager manager;
    private final Map<String, NDArray> tensors = new HashMap<>();
    private final NetworkWeights weights;
    private final String version;
    private final String device;
    private final int threads;

    private PyTorchEngine(NetworkWeights weights, ai.djl.engine.Engine engine, ai.djl.Device device, int threads) {
        this.weights = weights;
        this.version = engine.getVersion();
        this.device = device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
        this.threads = threads;
        this.manager = engine.newBaseManager(device);
        weights.network().tensors().forEach((name, shape) -> tensors.put(name, create(manager, name, shape)));
    }

    static PyTorchEngine open(NetworkWeights weights, EngineOptions options) {
        offline();
        ai.djl.engine.Engine engine = ai.djl.engine.Engine.getEngine(ENGINE);
        int gpus = engine.getGpuCount();
        ai.djl.Device device =
                switch (options.device()) {
                    case Device.Auto _ -> gpus > 0 ? ai.djl.Device.gpu(0) : ai.djl.Device.cpu();
                    case Device.Cpu _ -> ai.djl.Device.cpu();
                    case Device.Cuda cuda -> {
                        if (cuda.index() >= gpus) {
                            throw Engines.unavailable(cuda, "PyTorch sees %d GPUs".formatted(gpus));
                        }
                        yield ai.djl.Device.gpu(cuda.index());
                    }
                };
        JniUtils.setNumThreads(options.threads());
        return new PyTorchEngine(weights, engine, device, options.threads());
    }

    /** DJL must neither fetch libraries nor report its use. */
    private static void offline() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private NDArray create(NDManager owner, String name, List<Long> shape) {
        return owner.create(
                weights.values(name),
                new Shape(shape.stream().mapToLong(Long::longValue).toArray()));
    }

    @Override
    public synchronized float[] features(FloatBuffer batch, int images, int height, int width) {
        FloatBuffer values = batch.duplicate().limit(images * 3 * height * width);
        try (NDManager step = manager.newSubManager()) {
            NDArray input = step.create(values, new Shape(images, 3, height, width), DataType.FLOAT32);
            return Forward.features(weights.network(), new Operations(), input).toFloatArray();
        } catch (EngineException e) {
            throw new CarryoverException(
                    String.valueOf(e.getMessage()).contains("memory") ? ErrorCode.OUT_OF_MEMORY : ErrorCode.INTERNAL,
                    "PyTorch: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    /** Eager operations; results belong to the manager of their input, and are freed when no longer needed. */
    private final class Operations implements Forward.Operations<NDArray> {
        private NDArray weight(String name) {
            NDArray tensor = tensors.get(name);
            if (tensor == null) {
                throw new IllegalStateException("no tensor " + name);
            }
            return tensor;
        }

        @Override
        public NDArray convBn(NDArray input, ConvBn layer, boolean relu) {
            NDArray conv = input.getNDArrayInternal()
                    .convolution(
                            input,
                            weight(layer.weight()),
                            null,
                            new Shape(layer.stride(), layer.stride()),
                            new Shape(layer.padding(), layer.padding()),
                            new Shape(1, 1),
                            1)
                    .singletonOrThrow();
            NDArray normal = conv.getNDArrayInternal()
                    .batchNorm(
                            conv,
                            weight(layer.mean()),
                            weight(layer.variance()),
                            weight(layer.gamma()),
                            weight(layer.beta()),
                            1,
                            0.1f,
                            (float) ConvBn.EPSILON,
                            false)
                    .singletonOrThrow();
            conv.close();
            return relu ? replaced(normal, normal.getNDArrayInternal().relu()) : normal;
        }

        @Override
        public NDArray maxPool(NDArray input) {
            return replaced(
                    input,
                    input.getNDArrayInternal().maxPool(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false));
        }

        @Override
        public NDArray addRelu(NDArray left, NDArray right) {
            NDArray sum = left.addi(right);
            right.close();
            return replaced(sum, sum.getNDArrayInternal().relu());
        }

        @Override
        public NDArray globalMean(NDArray input) {
            Shape shape = input.getShape();
            return input.reshape(shape.get(0), shape.get(1), -1).mean(new int[] {2});
        }

        private NDArray replaced(NDArray old, NDArray made) {
            old.close();
            return made;
        }
    }

    @Override
    public int dimension() {
        return weights.network().dimension();
    }

    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo(Engine.PYTORCH, version, device, Precision.FP32, threads);
    }

    @Override
    public synchronized void close() {
        manager.close();
    }
}
