/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.sanity;

import io.carryover.contracts.job.Engine;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.arch.Node;
import io.carryover.vision.arch.Node.Convolution;
import io.carryover.vision.engine.Device;
import io.carryover.vision.engine.EngineOptions;
import io.carryover.vision.engine.Engines;
import io.carryover.vision.engine.FeatureEngine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a handful of generated images says about a loaded network. It can't tell a good network from a bad one, but shows
 * what wrong weights do: features that are not finite, or that are the same for every image.
 *
 * @param images how many were put through
 * @param finite whether every feature is a finite number
 * @param featureVariance variance over the images, averaged over the feature's dimensions
 * @param constantFeatures dimensions that have one value for all images
 * @param constantTensors convolutions whose weights all have one value
 */
public record NetworkSanity(
        int images, boolean finite, double featureVariance, int constantFeatures, List<String> constantTensors) {
    private static final int IMAGES = 8;
    private static final int SIDE = 64;

    public NetworkSanity {
        constantTensors = List.copyOf(constantTensors);
    }

    /** Whether nothing speaks against the network: finite features, which are not the same for all images. */
    public boolean sound() {
        return finite && featureVariance > 0 && constantTensors.isEmpty();
    }

    /** Puts eight generated images of 64 pixels, normalised in this way, through the network on one thread. */
    public static NetworkSanity of(NetworkWeights weights, Normalisation normalisation) {
        try (FeatureEngine engine = Engines.open(weights, new EngineOptions(Engine.ONNX, new Device.Cpu(), 1))) {
            float[] features = engine.features(images(normalisation), IMAGES, SIDE, SIDE);
            return judge(features, engine.dimension(), constantTensors(weights));
        }
    }

    private static NetworkSanity judge(float[] features, int dimension, List<String> constantTensors) {
        boolean finite = true;
        double total = 0;
        int constant = 0;
        for (int d = 0; d < dimension; d++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < IMAGES; i++) {
                double value = features[i * dimension + d];
                finite &= Double.isFinite(value);
                sum += value;
            }
            for (int i = 0; i < IMAGES; i++) {
                double off = features[i * dimension + d] - sum / IMAGES;
                squares += off * off;
            }
            total += squares / IMAGES;
            constant += squares == 0 ? 1 : 0;
        }
        return new NetworkSanity(IMAGES, finite, finite ? total / dimension : 0, constant, constantTensors);
    }

    private static List<String> constantTensors(NetworkWeights weights) {
        List<String> constant = new ArrayList<>();
        for (Node node : weights.network().graph().nodes()) {
            if (!(node instanceof Convolution layer)) {
                continue;
            }
            float[] values = weights.values(layer.weight());
            boolean same = true;
            for (int i = 1; i < values.length && same; i++) {
                same = values[i] == values[0];
            }
            if (same && values.length > 1) {
                constant.add(layer.weight());
            }
        }
        return constant;
    }

    /** Waves of other direction, length and colour in each image, with a little noise: [8, 3, 64, 64], the same every time. */
    private static FloatBuffer images(Normalisation normalisation) {
        FloatBuffer batch = ByteBuffer.allocateDirect(IMAGES * 3 * SIDE * SIDE * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < IMAGES; i++) {
            double angle = Math.PI * i / IMAGES;
            for (int c = 0; c < 3; c++) {
                double frequency = 0.05 + 0.25 * random.nextDouble();
                double level = random.nextDouble();
                for (int p = 0; p < SIDE * SIDE; p++) {
                    int row = p / SIDE;
                    double along = Math.cos(angle) * (p % SIDE) + Math.sin(angle) * row;
                    double wave = 0.4 * Math.sin(2 * Math.PI * frequency * along) + 0.1 * random.nextDouble();
                    double pixel = Math.clamp(level + wave, 0, 1);
                    batch.put((float) ((pixel - normalisation.mean().get(c))
                            / normalisation.std().get(c)));
                }
            }
        }
        return batch.flip();
    }
}
