/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import io.carryover.vision.arch.Network;
import io.carryover.vision.arch.NetworkWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Weights and images from a counter, the same as src/test/python/make_network_goldens.py draws. */
final class Counted {
    private Counted() {}

    static NetworkWeights weights(Network network) {
        Map<String, float[]> values = new LinkedHashMap<>();
        long number = 0;
        for (Map.Entry<String, List<Long>> tensor : new TreeMap<>(network.tensors()).entrySet()) {
            values.put(tensor.getKey(), fill(tensor.getKey(), tensor.getValue(), ++number << 32));
        }
        return new NetworkWeights(network, values);
    }

    private static float[] fill(String name, List<Long> shape, long seed) {
        long fanIn = shape.stream().skip(1).reduce(1L, (a, b) -> a * b);
        float[] values = new float[Math.toIntExact(shape.getFirst() * fanIn)];
        double bound = Math.sqrt(6.0 / fanIn);
        for (int i = 0; i < values.length; i++) {
            double u = draw(seed, i);
            double value;
            if (shape.size() > 1) {
                value = (2 * u - 1) * bound;
            } else if (name.endsWith("running_mean")) {
                value = 0.4 * u - 0.2;
            } else if (name.endsWith("running_var")) {
                value = 0.5 + u;
            } else if (name.endsWith("bias")) {
                value = u - 0.5;
            } else {
                value = 0.3 + 0.4 * u;
            }
            values[i] = (float) value;
        }
        return values;
    }

    /** Normalised images [count,3,height,width], between -2 and 2. */
    static FloatBuffer images(int count, int height, int width) {
        int length = count * 3 * height * width;
        FloatBuffer images = ByteBuffer.allocateDirect(length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < length; i++) {
            images.put((float) (4 * draw(7, i) - 2));
        }
        return images.flip();
    }

    /** SplitMix64 of {@code seed + (i + 1) golden}, uniform in [0, 1). */
    private static double draw(long seed, int i) {
        long z = seed + (i + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    }
}
