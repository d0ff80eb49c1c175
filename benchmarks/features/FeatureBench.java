/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.arch.RandomWeights;
import io.carryover.vision.arch.ResNet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Java's rows of compare.py: {@code dump}, {@code ours} and {@code bare}. In the engine's package, so that the bare loop
 * runs the very graph that the engine builds.
 */
public final class FeatureBench {
    private FeatureBench() {}

    /** {@code dump FOLDER WIDTH} or {@code ours|bare|onnx FOLDER WIDTH SIDE BATCH THREADS BATCHES}. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        int width = Integer.parseInt(args[2]);
        if (args[0].equals("dump")) {
            dump(folder, width);
            return;
        }
        int side = Integer.parseInt(args[3]);
        int batch = Integer.parseInt(args[4]);
        int threads = Integer.parseInt(args[5]);
        int batches = Integer.parseInt(args[6]);
        FloatBuffer images = images(folder.resolve("images.f32"), batch * 3 * side * side);
        switch (args[0]) {
            case "ours" -> ours(weights(width), images, batch, side, threads, batches);
            case "bare" -> bare(folder.resolve("model.onnx"), images, batch, side, threads, batches);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static NetworkWeights weights(int width) {
        return RandomWeights.of(new ResNet(ResNet.Family.RESNET50, width), 0);
    }

    /** The weights as safetensors, and the engine's graph with its tensors inside. */
    private static void dump(Path folder, int width) throws IOException {
        NetworkWeights weights = weights(width);
        try (OutputStream out = Files.newOutputStream(folder.resolve("weights.safetensors"))) {
            weights.write(out);
        }
        OnnxGraph.Model model =
                OnnxGraph.of(weights, List.of(weights.network().graph().feature()));
        ModelProto.Builder proto = model.graph().toBuilder();
        for (TensorProto.Builder tensor : proto.getGraphBuilder().getInitializerBuilderList()) {
            if (!model.tensors().containsKey(tensor.getName())) {
                continue;
            }
            FloatBuffer values = model.tensors().get(tensor.getName()).values();
            ByteBuffer bytes = ByteBuffer.allocate(values.capacity() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            tensor.clearDataLocation().clearExternalData().setRawData(ByteString.copyFrom(bytes));
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve("model.onnx"))) {
            proto.build().writeTo(out);
        }
    }

    /** As an extraction drives the engine: as many batches at a time as it asks for, each thread with its own images. */
    private static void ours(NetworkWeights weights, FloatBuffer images, int batch, int side, int threads, int batches)
            throws Exception {
        try (FeatureEngine engine = Engines.open(weights, EngineOptions.onnx(threads));
                ExecutorService pool = Executors.newFixedThreadPool(engine.concurrency())) {
            report(engine.features(images, batch, side, side));
            run(pool, engine, images, batch, side, engine.concurrency());
            long began = System.nanoTime();
            run(pool, engine, images, batch, side, batches);
            result(batch * batches, began);
        }
    }

    private static void run(ExecutorService pool, FeatureEngine engine, FloatBuffer images, int batch, int side, int n)
            throws Exception {
        List<Callable<float[]>> work = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            work.add(() -> engine.features(images, batch, side, side));
        }
        for (Future<float[]> done : pool.invokeAll(work)) {
            done.get();
        }
    }

    /** One batch after the other, all threads within it, every option as ONNX Runtime sets it. */
    private static void bare(Path model, FloatBuffer images, int batch, int side, int threads, int batches)
            throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            try (OrtSession session = environment.createSession(model.toString(), options)) {
                report(run(environment, session, images, batch, side));
                run(environment, session, images, batch, side);
                long began = System.nanoTime();
                for (int i = 0; i < batches; i++) {
                    run(environment, session, images, batch, side);
                }
                result(batch * batches, began);
            }
        }
    }

    private static float[] run(OrtEnvironment environment, OrtSession session, FloatBuffer images, int batch, int side)
            throws OrtException {
        try (OnnxTensor input = OnnxTensor.createTensor(environment, images, new long[] {batch, 3, side, side});
                OrtSession.Result result = session.run(Map.of("images", input))) {
            FloatBuffer output = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] features = new float[output.remaining()];
            output.get(features);
            return features;
        }
    }

    private static FloatBuffer images(Path file, int count) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer direct = ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder());
        direct.put(bytes, 0, count * Float.BYTES).flip();
        return direct.asFloatBuffer();
    }

    private static void report(float[] features) {
        double sum = 0;
        double norm = 0;
        for (int i = 0; i < features.length; i++) {
            sum += features[i] * Math.cos(i);
            norm += (double) features[i] * features[i];
        }
        System.out.printf("check %.9g%n", sum / Math.sqrt(norm));
    }

    private static void result(int images, long began) {
        System.out.printf("result %.6f%n", images / ((System.nanoTime() - began) / 1e9));
    }
}
