/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

/** Grey with 16 bits: everything above 255 is white (Pillow's conversion of mode {@code I;16}). */
final class Deep {
    private Deep() {}

    static Raster clipped(java.awt.image.Raster raster) {
        int[] values = Stored.bands(raster, 0);
        byte[] samples = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            samples[i] = (byte) Math.min(values[i], 255);
        }
        return new Raster(raster.getWidth(), raster.getHeight(), 1, samples);
    }
}
