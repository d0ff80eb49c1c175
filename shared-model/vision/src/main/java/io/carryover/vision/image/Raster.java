/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

/**
 * An image of 8-bit samples in rows from the top, channels interleaved: one channel (grey) or three (red, green, blue).
 * A grey image stands for the colour image with three equal channels.
 */
public final class Raster {
    private final int width;
    private final int height;
    private final int channels;
    private final byte[] samples;

    /**
     * Takes over {@code samples}; nobody may write to it afterwards.
     *
     * @throws IllegalArgumentException unless there are {@code width · height · channels} samples, 1 or 3 channels
     */
    public Raster(int width, int height, int channels, byte[] samples) {
        if (width < 1
                || height < 1
                || (channels != 1 && channels != 3)
                || samples.length != Math.multiplyExact(Math.multiplyExact(width, height), channels)) {
            throw new IllegalArgumentException(
                    "%dx%d, %d channels, %d samples".formatted(width, height, channels, samples.length));
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.samples = samples;
    }

    /** Pixels in a row. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** 1 or 3. */
    public int channels() {
        return channels;
    }

    /** The samples themselves; not to be written to. */
    public byte[] samples() {
        return samples;
    }

    /**
     * The grey image that Pillow's {@code convert("L")} makes: (19595 R + 38470 G + 7471 B + 32768) / 65536, the weights
     * of ITU-R BT.601.
     */
    public Raster grey() {
        if (channels == 1) {
            return this;
        }
        byte[] grey = new byte[width * height];
        for (int i = 0; i < grey.length; i++) {
            int r = samples[3 * i] & 0xff;
            int g = samples[3 * i + 1] & 0xff;
            int b = samples[3 * i + 2] & 0xff;
            grey[i] = (byte) ((r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16);
        }
        return new Raster(width, height, 1, grey);
    }

    /** The part of {@code w × h} pixels whose upper left corner is ({@code left}, {@code top}). */
    public Raster crop(int left, int top, int w, int h) {
        if (left == 0 && top == 0 && w == width && h == height) {
            return this;
        }
        if (left < 0 || top < 0 || left + w > width || top + h > height) {
            throw new IllegalArgumentException("crop outside of the image");
        }
        byte[] part = new byte[w * h * channels];
        for (int y = 0; y < h; y++) {
            System.arraycopy(samples, ((top + y) * width + left) * channels, part, y * w * channels, w * channels);
        }
        return new Raster(w, h, channels, part);
    }
}
