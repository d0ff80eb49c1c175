/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;

/**
 * Samples as the file stores them, taken from below the platform's colour models: those would take a grey value for
 * linear light, blend, or scale in another way than Pillow does.
 */
final class Stored {
    private Stored() {}

    /** Red, green and blue, or grey alone, with 8 bits; transparency is left out. */
    static Raster raster(BufferedImage image) {
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return indexed(image, palette);
        }
        int bands = image.getRaster().getNumBands() < 3 ? 1 : 3;
        int w = image.getWidth();
        byte[] samples = new byte[Math.multiplyExact(Math.multiplyExact(w, image.getHeight()), bands)];
        int[] row = new int[w];
        for (int band = 0; band < bands; band++) {
            int bits = image.getSampleModel().getSampleSize(band);
            for (int y = 0; y < image.getHeight(); y++) {
                image.getRaster().getSamples(0, y, w, 1, band, row);
                int at = y * w * bands + band;
                for (int x = 0; x < w; x++, at += bands) {
                    samples[at] = (byte) to8(row[x], bits);
                }
            }
        }
        return new Raster(w, image.getHeight(), bands, samples);
    }

    /** The upper byte of 16 bits; fewer than 8 are spread over the range and cut off. */
    private static int to8(int sample, int bits) {
        return bits > 8 ? sample >> (bits - 8) : bits == 8 ? sample : sample * 255 / ((1 << bits) - 1);
    }

    private static Raster indexed(BufferedImage image, IndexColorModel palette) {
        int w = image.getWidth();
        int h = image.getHeight();
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        byte[] samples = new byte[Math.multiplyExact(Math.multiplyExact(w, h), 3)];
        int at = 0;
        for (int index : bands(image.getRaster(), 0)) {
            int rgb = index < colours.length ? colours[index] : 0;
            samples[at++] = (byte) (rgb >> 16);
            samples[at++] = (byte) (rgb >> 8);
            samples[at++] = (byte) rgb;
        }
        return new Raster(w, h, 3, samples);
    }

    /** All samples of one band, row by row. */
    static int[] bands(java.awt.image.Raster raster, int band) {
        return raster.getSamples(
                raster.getMinX(), raster.getMinY(), raster.getWidth(), raster.getHeight(), band, (int[]) null);
    }
}
