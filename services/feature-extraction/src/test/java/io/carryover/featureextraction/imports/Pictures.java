/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.imports;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small pictures. */
public final class Pictures {
    private Pictures() {}

    /** A PNG file of 24 × 20 random pixels. */
    public static byte[] png(long seed) throws IOException {
        var random = new Random(seed);
        var image = new BufferedImage(24, 20, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 480; i++) {
            image.setRGB(i % 24, i / 24, random.nextInt(1 << 24));
        }
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
