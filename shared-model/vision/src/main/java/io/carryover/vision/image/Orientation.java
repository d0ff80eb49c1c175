/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

/** The eight ways that a picture may lie in its file (TIFF 6.0, tag 274). */
final class Orientation {
    private Orientation() {}

    /** {@code image} upright; itself for 1 and for numbers that mean nothing. */
    static Raster apply(Raster image, int orientation) {
        if (orientation < 2 || orientation > 8) {
            return image;
        }
        int w = image.width();
        int h = image.height();
        int c = image.channels();
        boolean turned = orientation >= 5;
        int outW = turned ? h : w;
        int outH = turned ? w : h;
        byte[] from = image.samples();
        byte[] to = new byte[from.length];
        for (int y = 0; y < outH; y++) {
            for (int x = 0; x < outW; x++) {
                boolean flipX = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
                boolean flipY = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
                int u = turned ? y : x;
                int v = turned ? x : y;
                int source = (flipY ? h - 1 - v : v) * w + (flipX ? w - 1 - u : u);
                System.arraycopy(from, source * c, to, (y * outW + x) * c, c);
            }
        }
        return new Raster(outW, outH, c, to);
    }
}
