/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import java.io.IOException;

/** Windows bitmaps through the platform's reader: 1, 4, 8 bits with a palette, 16, 24, 32 bits, run lengths. */
final class BmpDecoder {
    private BmpDecoder() {}

    static Raster decode(ImageFile file) throws IOException {
        boolean old = file.number(14, 4, false) == 12;
        long width = old ? file.number(18, 2, false) : (int) file.number(18, 4, false);
        long height = old ? file.number(20, 2, false) : (int) file.number(22, 4, false);
        file.checkPixels(width, Math.abs(height)); // a negative height says that rows go down
        return ImageFile.read("bmp", file.bytes(), reader -> Stored.raster(reader.read(0)));
    }
}
