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
    private static final int MAX_CACHED_WEIGHTS = 1 << 16;
    private static final ConcurrentMap<Key, Weights> CACHE = new ConcurrentHashMap<>();

    private PillowResize() {}

    private record Key(int in, int out, int from, int count, Interpolation interpolation) {}

    /** For each target position of a window: its first source position, the number of weights, and the weights. */
    private static final class Weights {
        final int taps;
        final int[] first;
        final int[] count;
        final int[] fixed;

        Weights(int taps, int positions) {
            this.taps = taps;
            this.first = new int[positions];
            this.count = new int[positions];
            this.fixed = new int[Math.multiplyExact(taps, positions)];
        }

        int end() {
            return first[first.length - 1] + count[count.length - 1];
        }
    }

    /** {@code image} in the new size; the image itself where the size is the same, as Pillow returns a copy then. */
    public static Raster resize(Raster image, int width, int height, Interpolation interpolation) {
        return window(image, width, height, interpolation, new Window(0, 0, width, height));
    }

    /** A part of a resized image. */
    record Window(int left, int top, int width, int height) {}

    /**
     * What {@code resize} gives, cut to a window within it: only that part is computed, so that neither time nor memory
     * depends on what is cut away.
     */
    static Raster window(Raster image, int width, int height, Interpolation interpolation, Window window) {
        if (image.height() == height) {
            Raster rows = image.crop(0, window.top(), image.width(), window.height());
            return columns(rows, width, interpolation, window);
        }
        Weights weights = weights(new Key(image.height(), height, window.top(), window.height(), interpolation));
        int from = weights.first[0];
        Raster rows = image.crop(0, from, image.width(), weights.end() - from);
        return vertical(columns(rows, width, interpolation, window), weights, from);
    }

    private static Raster columns(Raster image, int width, Interpolation interpolation, Window window) {
        if (image.width() == width) {
            return image.crop(window.left(), 0, window.width(), image.height());
        }
        Weights weights = weights(new Key(image.width(), width, window.left(), window.width(), interpolation));
        return image.channels() == 3 ? horizontal3(image, weights) : horizontal1(image, weights);
    }

    private static Weights weights(Key key) {
        Weights cached = CACHE.get(key);
        if (cached != null) {
            return cached;
        }
        Weights made = compute(key);
        if (CACHE.size() < MAX_CACHED && made.fixed.length < MAX_CACHED_WEIGHTS) {
            CACHE.put(key, made);
        }
        return made;
    }

    private static Weights compute(Key key) {
        double scale = (double) key.in() / key.out();
        double filterScale = Math.max(scale, 1.0);
        double support = key.interpolation().support() * filterScale;
        int taps = (int) Math.ceil(support) * 2 + 1;
        Weights weights = new Weights(taps, key.count());
        double[] exact = new double[taps];
        double inverse = 1.0 / filterScale;
        for (int x = 0; x < key.count(); x++) {
            double center = (x + key.from() + 0.5) * scale;
            int low = Math.max((int) (center - support + 0.5), 0);
            int count = Math.min((int) (center + support + 0.5), key.in()) - low;
            double sum = 0;
            for (int i = 0; i < count; i++) {
                exact[i] = key.interpolation().weight((i + low - center + 0.5) * inverse);
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

    private static Raster horizontal1(Raster image, Weights weights) {
        int width = weights.first.length;
        byte[] in = image.samples();
        byte[] out = new byte[Math.multiplyExact(width, image.height())];
        for (int y = 0; y < image.height(); y++) {
            int row = y * image.width();
            for (int x = 0; x < width; x++) {
                int w = x * weights.taps;
                int from = row + weights.first[x];
                int sum = 1 << (PRECISION_BITS - 1);
                for (int i = 0; i < weights.count[x]; i++) {
                    sum += (in[from + i] & 0xff) * weights.fixed[w + i];
                }
                out[y * width + x] = clip(sum);
            }
        }
        return new Raster(width, image.height(), 1, out);
    }

    private static Raster horizontal3(Raster image, Weights weights) {
        int width = weights.first.length;
        byte[] in = image.samples();
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(width, image.height()), 3)];
        int target = 0;
        for (int y = 0; y < image.height(); y++) {
            int row = y * image.width();
            for (int x = 0; x < width; x++) {
                int w = x * weights.taps;
                int end = w + weights.count[x];
                int at = (row + weights.first[x]) * 3;
                int red = 1 << (PRECISION_BITS - 1);
                int green = red;
                int blue = red;
                for (; w < end; w++, at += 3) {
                    int weight = weights.fixed[w];
                    red += (in[at] & 0xff) * weight;
                    green += (in[at + 1] & 0xff) * weight;
                    blue += (in[at + 2] & 0xff) * weight;
                }
                out[target++] = clip(red);
                out[target++] = clip(green);
                out[target++] = clip(blue);
            }
        }
        return new Raster(width, image.height(), 3, out);
    }

    /** @param skipped rows of the source that {@code image} leaves out at its top */
    private static Raster vertical(Raster image, Weights weights, int skipped) {
        int height = weights.first.length;
        int stride = image.width() * image.channels();
        byte[] in = image.samples();
        byte[] out = new byte[Math.multiplyExact(stride, height)];
        int[] sums = new int[stride];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 1 << (PRECISION_BITS - 1));
            for (int i = 0; i < weights.count[y]; i++) {
                int weight = weights.fixed[y * weights.taps + i];
                int from = (weights.first[y] - skipped + i) * stride;
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
