/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Resampling of 8-bit images equal to Pillow's {@code Image.resize} to the byte: antialiased (the kernel widens when
 * shrinking), rows first, then columns, each pass rounded to 8 bits, weights in fixed point with 22 bits. Source:
 * python-pillow/Pillow {@code src/libImaging/Resample.c}.
 */
public final class PillowResize {
    private static final int PRECISION_BITS = 32 - 8 - 2;
    private static final int MAX_CACHED = 256;
    private static final ConcurrentMap<Key, Weights> CACHE = new ConcurrentHashMap<>();

    private PillowResize() {}

    private record Key(int in, int out, Interpolation interpolation) {}

    /** For each target position: its first source position, the number of weights, and the weights. */
    private static final class Weights {
        final int taps;
        final int[] first;
        final int[] count;
        final int[] fixed;

        Weights(int taps, int out) {
            this.taps = taps;
            this.first = new int[out];
            this.count = new int[out];
            this.fixed = new int[taps * out];
        }
    }

    /** {@code image} in the new size; the image itself where the size is the same, as Pillow returns a copy then. */
    public static Raster resize(Raster image, int width, int height, Interpolation interpolation) {
        Raster wide = image.width() == width ? image : horizontal(image, width, interpolation);
        return wide.height() == height ? wide : vertical(wide, height, interpolation);
    }

    private static Weights weights(int in, int out, Interpolation interpolation) {
        Key key = new Key(in, out, interpolation);
        Weights cached = CACHE.get(key);
        if (cached != null) {
            return cached;
        }
        Weights made = compute(in, out, interpolation);
        if (CACHE.size() < MAX_CACHED) {
            CACHE.put(key, made);
        }
        return made;
    }

    private static Weights compute(int in, int out, Interpolation interpolation) {
        double scale = (double) in / out;
        double filterScale = Math.max(scale, 1.0);
        double support = interpolation.support() * filterScale;
        int taps = (int) Math.ceil(support) * 2 + 1;
        Weights weights = new Weights(taps, out);
        double[] exact = new double[taps];
        double inverse = 1.0 / filterScale;
        for (int x = 0; x < out; x++) {
            double center = (x + 0.5) * scale;
            int low = Math.max((int) (center - support + 0.5), 0);
            int count = Math.min((int) (center + support + 0.5), in) - low;
            double sum = 0;
            for (int i = 0; i < count; i++) {
                exact[i] = interpolation.weight((i + low - center + 0.5) * inverse);
                sum += exact[i];
            }
            for (int i = 0; i < count; i++) {
                double w = sum == 0.0 ? exact[i] : exact[i] / sum;
                weights.fixed[x * taps + i] = (int) (w * (1 << PRECISION_BITS) + (w < 0 ? -0.5 : 0.5));
            }
            weights.first[x] = low;
            weights.count[x] = count;
        }
        return weights;
    }

    private static Raster horizontal(Raster image, int width, Interpolation interpolation) {
        Weights weights = weights(image.width(), width, interpolation);
        int channels = image.channels();
        byte[] in = image.samples();
        byte[] out = new byte[Math.multiplyExact(width, image.height()) * channels];
        for (int y = 0; y < image.height(); y++) {
            int row = y * image.width() * channels;
            int target = y * width * channels;
            for (int x = 0; x < width; x++) {
                int w = x * weights.taps;
                int count = weights.count[x];
                for (int c = 0; c < channels; c++) {
                    int from = row + weights.first[x] * channels + c;
                    int sum = 1 << (PRECISION_BITS - 1);
                    for (int i = 0; i < count; i++) {
                        sum += (in[from + i * channels] & 0xff) * weights.fixed[w + i];
                    }
                    out[target + x * channels + c] = clip(sum);
                }
            }
        }
        return new Raster(width, image.height(), channels, out);
    }

    private static Raster vertical(Raster image, int height, Interpolation interpolation) {
        Weights weights = weights(image.height(), height, interpolation);
        int stride = image.width() * image.channels();
        byte[] in = image.samples();
        byte[] out = new byte[Math.multiplyExact(stride, height)];
        int[] sums = new int[stride];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 1 << (PRECISION_BITS - 1));
            for (int i = 0; i < weights.count[y]; i++) {
                int weight = weights.fixed[y * weights.taps + i];
                int from = (weights.first[y] + i) * stride;
                for (int x = 0; x < stride; x++) {
                    sums[x] += (in[from + x] & 0xff) * weight;
                }
            }
            for (int x = 0; x < stride; x++) {
                out[y * stride + x] = clip(sums[x]);
            }
        }
        return new Raster(image.width(), height, image.channels(), out);
    }

    private static byte clip(int sum) {
        return (byte) Math.clamp(sum >> PRECISION_BITS, 0, 255);
    }
}
