/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import java.io.IOException;

/** PNG through the platform's reader. Sixteen bits of grey are cut at 255, as Pillow does; of colour, the upper byte counts. */
final class PngDecoder {
    private static final int HEADER = 16;
    private static final int GREY = 0;

    private PngDecoder() {}

    static Raster decode(ImageFile file) throws IOException {
        int width = (int) file.number(HEADER, 4, true);
        int height = (int) file.number(HEADER + 4, 4, true);
        file.checkPixels(width, height);
        boolean deepGrey = file.u8(HEADER + 8) == 16 && file.u8(HEADER + 9) == GREY;
        return ImageFile.read("png", file.bytes(), reader -> {
            var image = reader.read(0);
            return deepGrey ? Deep.clipped(image.getRaster()) : Stored.raster(image);
        });
    }
}
