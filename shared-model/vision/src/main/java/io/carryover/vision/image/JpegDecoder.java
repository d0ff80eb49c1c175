/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import java.awt.image.DataBufferByte;
import java.io.IOException;

/**
 * JPEG through the platform's libjpeg, which gives the same samples as Pillow's libjpeg-turbo with its default accurate
 * transform and smooth chroma; the colour is made here with libjpeg's own integer arithmetic, since the platform's way
 * to RGB takes profiles into account and refuses CMYK.
 */
final class JpegDecoder {
    private static final int[] RED_OF_CR = new int[256];
    private static final int[] BLUE_OF_CB = new int[256];
    private static final int[] GREEN_OF_CR = new int[256];
    private static final int[] GREEN_OF_CB = new int[256];
    private static final int HALF = 1 << 15;

    static {
        for (int i = 0; i < 256; i++) {
            int x = i - 128;
            RED_OF_CR[i] = (fixed(1.40200) * x + HALF) >> 16;
            BLUE_OF_CB[i] = (fixed(1.77200) * x + HALF) >> 16;
            GREEN_OF_CR[i] = -fixed(0.71414) * x;
            GREEN_OF_CB[i] = -fixed(0.34414) * x + HALF;
        }
    }

    private JpegDecoder() {}

    private static int fixed(double factor) {
        return (int) (factor * (1 << 16) + 0.5);
    }

    static Raster decode(ImageFile file) throws IOException {
        JpegHeader header = JpegHeader.read(file);
        byte[] samples = ImageFile.read("jpeg", header.body().bytes(), reader -> {
            java.awt.image.Raster raster = reader.readRaster(0, null);
            if (raster.getWidth() != header.width()
                    || raster.getHeight() != header.height()
                    || raster.getNumBands() != header.components().size()
                    || !(raster.getDataBuffer() instanceof DataBufferByte data)) {
                throw new IOException("its frame and its samples disagree");
            }
            return data.getData();
        });
        int pixels = header.width() * header.height();
        return switch (header.colour()) {
            case GREY -> new Raster(header.width(), header.height(), 1, samples);
            case RGB -> new Raster(header.width(), header.height(), 3, samples);
            case YCC -> {
                toRgb(samples, pixels, 3);
                yield new Raster(header.width(), header.height(), 3, samples);
            }
            // Pillow takes four components for inverted, as Adobe writes them
            case CMYK -> {
                invert(samples);
                yield new Raster(header.width(), header.height(), 3, Cmyk.toRgb(samples, pixels));
            }
            case YCCK -> {
                toRgb(samples, pixels, 4); // gives 255 - C, 255 - M, 255 - Y: twice inverted is what the file holds
                for (int i = 3; i < samples.length; i += 4) {
                    samples[i] = (byte) ~samples[i];
                }
                yield new Raster(header.width(), header.height(), 3, Cmyk.toRgb(samples, pixels));
            }
        };
    }

    private static void invert(byte[] samples) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) ~samples[i];
        }
    }

    private static void toRgb(byte[] samples, int pixels, int step) {
        for (int i = 0, at = 0; i < pixels; i++, at += step) {
            int y = samples[at] & 0xff;
            int cb = samples[at + 1] & 0xff;
            int cr = samples[at + 2] & 0xff;
            samples[at] = clip(y + RED_OF_CR[cr]);
            samples[at + 1] = clip(y + ((GREEN_OF_CB[cb] + GREEN_OF_CR[cr]) >> 16));
            samples[at + 2] = clip(y + BLUE_OF_CB[cb]);
        }
    }

    private static byte clip(int value) {
        return (byte) Math.clamp(value, 0, 255);
    }
}
