/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import io.carryover.contracts.vision.Normalisation;
import java.nio.FloatBuffer;

/** Writes images as a network takes them: normalised float32 planes [3, H, W]. Safe to use from several threads. */
public final class Planes {
    private final float[] red;
    private final float[] green;
    private final float[] blue;

    /** Planes of one normalisation. */
    public Planes(Normalisation normalisation) {
        red = Normalisations.table(normalisation, 0);
        green = Normalisations.table(normalisation, 1);
        blue = Normalisations.table(normalisation, 2);
    }

    /** Writes {@code image} at the buffer's position, which moves on; a grey image fills all three planes. */
    public void write(Raster image, FloatBuffer out) {
        boolean colour = image.channels() == 3;
        plane(image, 0, red, out);
        plane(image, colour ? 1 : 0, green, out);
        plane(image, colour ? 2 : 0, blue, out);
    }

    private static void plane(Raster image, int channel, float[] table, FloatBuffer out) {
        byte[] samples = image.samples();
        int step = image.channels();
        float[] plane = new float[image.width() * image.height()];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = table[samples[i * step + channel] & 0xff];
        }
        out.put(plane);
    }
}
