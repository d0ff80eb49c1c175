/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

/** Ink to light, as Pillow's {@code convert("RGB")} of a CMYK image does: no profile, one rounding. */
final class Cmyk {
    private Cmyk() {}

    /** Interleaved cyan, magenta, yellow, black (255 = full ink) to red, green, blue. */
    static byte[] toRgb(byte[] samples, int pixels) {
        byte[] rgb = new byte[Math.multiplyExact(pixels, 3)];
        for (int i = 0; i < pixels; i++) {
            int light = 255 - (samples[4 * i + 3] & 0xff);
            for (int c = 0; c < 3; c++) {
                int product = (samples[4 * i + c] & 0xff) * light + 128;
                rgb[3 * i + c] = (byte) Math.clamp(light - (((product >> 8) + product) >> 8), 0, 255);
            }
        }
        return rgb;
    }
}
