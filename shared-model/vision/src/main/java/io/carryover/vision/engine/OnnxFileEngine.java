/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/** A network from an ONNX file. A feature of four dimensions is averaged over the last two. */
final class OnnxFileEngine implements FeatureEngine {
    private final OnnxFile file;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final int threads;
    private final int dimension;

    private OnnxFileEngine(OnnxFile file, OrtEnvironment environment, OrtSession session, int threads, int side) {
        this.file = file;
        this.environment = environment;
        this.session = session;
        this.threads = threads;
        this.dimension = probe(side);
    }

    static OnnxFileEngine open(OnnxFile file, EngineOptions options, int side) {
        OnnxEngine.checkDevice(options);
        options.checkPrecision(DeviceClass.CPU);
        file.input().check(file.name(), side, side);
        OrtEnvironment environment = OrtEnvironment.getEnvironment("carryover");
        OrtSession session = session(file, environment);
        try {
            return new OnnxFileEngine(file, environment, session, options.threads(), side);
        } catch (CarryoverException e) {
            try {
                session.close();
            } catch (OrtException close) {
                e.addSuppressed(close);
            }
            throw e;
        }
    }

    private static OrtSession session(OnnxFile file, OrtEnvironment environment) {
        try (OrtSession.SessionOptions options = OnnxSessions.options()) {
            if (file.dataFolder().isPresent()) {
                options.addConfigEntry(
                        "session.model_external_initializers_file_folder_path",
                        file.dataFolder().get().toString());
            }
            return environment.createSession(file.bytes(), options);
        } catch (OrtException e) {
            throw refused(file, e);
        }
    }

    private static CarryoverException refused(OnnxFile file, OrtException e) {
        return new CarryoverException(
                ErrorCode.UNSUPPORTED_CHECKPOINT,
                "%s: ONNX Runtime refuses it: %s".formatted(file.name(), OnnxSessions.firstLine(e)),
                e);
    }

    /** The feature's length: one grey image tells. */
    private int probe(int side) {
        int batch = file.input().batch().orElse(1);
        FloatBuffer grey = direct(batch * 3 * side * side);
        try (OnnxTensor input = OnnxTensor.createTensor(environment, grey, new long[] {batch, 3, side, side});
                OrtSession.Result result = session.run(Map.of(file.inputName(), input))) {
            if (result.get(0) instanceof OnnxTensor output && output.getInfo().type == OnnxJavaType.FLOAT) {
                long[] shape = output.getInfo().getShape();
                if ((shape.length == 2 || shape.length == 4) && shape[0] == batch && shape[1] > 0) {
                    return Math.toIntExact(shape[1]);
                }
                throw unusable("has shape " + Arrays.toString(shape));
            }
            throw unusable("is not a float32 tensor");
        } catch (OrtException e) {
            throw refused(file, e);
        }
    }

    private CarryoverException unusable(String why) {
        return new CarryoverException(
                ErrorCode.UNSUPPORTED_CHECKPOINT,
                "%s: value %s %s; a feature is [N,D], or [N,C,H,W] whose mean is taken: choose another (--onnx-output, or onnxOutput in a request)"
                        .formatted(file.name(), OnnxChecks.printable(file.output()), why));
    }

    @Override
    public float[] features(FloatBuffer batch, int images, int height, int width) {
        file.input().check(file.name(), height, width);
        float[] features = new float[images * dimension];
        int pixels = 3 * height * width;
        int step = file.input().batch().orElse(images);
        for (int first = 0; first < images; first += step) {
            int count = Math.min(step, images - first);
            FloatBuffer part = batch.duplicate()
                    .position(first * pixels)
                    .limit((first + count) * pixels)
                    .slice();
            FloatBuffer whole =
                    count == step ? part : direct(step * pixels).put(part).rewind();
            run(whole, step, height, width, features, first, count);
        }
        return features;
    }

    private void run(FloatBuffer values, int step, int height, int width, float[] features, int first, int count) {
        try (OnnxTensor input = OnnxTensor.createTensor(environment, values, new long[] {step, 3, height, width});
                OrtSession.Result result = session.run(Map.of(file.inputName(), input))) {
            FloatBuffer output = ((OnnxTensor) result.get(0)).getFloatBuffer(); // closed with the result
            int area = output.remaining() / (step * dimension);
            for (int i = 0; i < count * dimension; i++) {
                double sum = 0;
                for (int p = 0; p < area; p++) {
                    sum += output.get(i * area + p);
                }
                features[first * dimension + i] = (float) (sum / area);
            }
        } catch (OrtException e) {
            throw OnnxSessions.failed(e);
        }
    }

    private static FloatBuffer direct(int values) {
        return ByteBuffer.allocateDirect(values * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
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
            throw OnnxSessions.failed(e);
        }
    }
}
