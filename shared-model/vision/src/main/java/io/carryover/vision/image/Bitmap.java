/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Images that come without a file, as uncompressed Windows bitmaps of 24 bits: equal samples give equal bytes. */
public final class Bitmap {
    private static final int HEADER = 54;

    private Bitmap() {}

    /** A file that {@link ImageDecoder} turns back into the colours of {@code image}. */
    public static byte[] encode(Raster image) {
        int w = image.width();
        int h = image.height();
        int stride = (Math.multiplyExact(w, 3) + 3) & ~3;
        ByteBuffer out = ByteBuffer.allocate(Math.addExact(HEADER, Math.multiplyExact(stride, h)))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'B').put((byte) 'M').putInt(out.capacity()).putInt(0).putInt(HEADER);
        out.putInt(40).putInt(w).putInt(h).putShort((short) 1).putShort((short) 24);
        byte[] samples = image.samples();
        int c = image.channels();
        for (int y = 0; y < h; y++) {
            out.position(HEADER + (h - 1 - y) * stride); // the lowest row comes first
            for (int x = 0; x < w; x++) {
                int at = (y * w + x) * c;
                out.put(samples[at + c - 1]).put(samples[at + c / 2]).put(samples[at]);
            }
        }
        return out.array();
    }
}
