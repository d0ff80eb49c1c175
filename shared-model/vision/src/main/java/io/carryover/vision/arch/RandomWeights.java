/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.arch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The control {@code random}: an untrained network as torchvision initialises it. Convolutions are normal with standard
 * deviation {@code sqrt(2 / (out · kernel²))} (Kaiming, fan-out, ReLU); batch normalisation has scale 1, shift 0,
 * mean 0 and variance 1; the last normalisation of a block is not set to zero.
 *
 * <p>The numbers are Carryover's own, not PyTorch's for the same seed: SplitMix64 (Steele, Lea and Flood 2014) from
 * {@code seed}, one stream over all convolutions in torchvision's order, two draws of 53 bits per pair of normals by
 * Box and Muller in {@link StrictMath}, so that every machine gets the same bits.
 */
public final class RandomWeights {
    private long state;

    private RandomWeights(long seed) {
        this.state = seed;
    }

    /** The weights of {@code network} for {@code seed}. */
    public static NetworkWeights of(ResNet network, long seed) {
        RandomWeights random = new RandomWeights(seed);
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Node node : network.graph().nodes()) {
            if (node instanceof Node.Convolution conv) {
                values.put(conv.weight(), random.kaiming(conv));
            } else if (node instanceof Node.BatchNorm norm) {
                values.put(norm.gamma(), filled(norm.channels(), 1));
                values.put(norm.beta(), filled(norm.channels(), 0));
                values.put(norm.mean(), filled(norm.channels(), 0));
                values.put(norm.variance(), filled(norm.channels(), 1));
            }
        }
        return new NetworkWeights(network, values);
    }

    private float[] kaiming(Node.Convolution layer) {
        int area = layer.window().kernel() * layer.window().kernel();
        double deviation = Math.sqrt(2.0 / ((double) layer.out() * area));
        float[] values = new float[layer.out() * layer.in() * area];
        for (int i = 0; i < values.length; i += 2) {
            double radius = deviation * Math.sqrt(-2 * StrictMath.log(1 - uniform()));
            double angle = 2 * Math.PI * uniform();
            values[i] = (float) (radius * StrictMath.cos(angle));
            if (i + 1 < values.length) {
                values[i + 1] = (float) (radius * StrictMath.sin(angle));
            }
        }
        return values;
    }

    /** Uniform in [0, 1). */
    private double uniform() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }
}
