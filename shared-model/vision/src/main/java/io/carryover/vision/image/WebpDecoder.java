/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** WebP through libwebp, which Pillow uses too: lossy, lossless, with and without transparency; no animations. */
final class WebpDecoder {
    private WebpDecoder() {}

    static Raster decode(ImageFile file) throws IOException {
        // not looked up in the registry: that depends on the class loader of whoever asked first
        ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file.bytes()))) {
            reader.setInput(in, true, true);
            file.checkPixels(reader.getWidth(0), reader.getHeight(0));
            return colours(reader.read(0));
        } catch (OutOfMemoryError e) {
            // libwebp answers so to some broken files, too: what a whole one needs is within the limits
            throw new IOException("it is broken, or there is no memory for it", e);
        } finally {
            reader.dispose();
        }
    }

    private static Raster colours(BufferedImage image) {
        int w = image.getWidth();
        int h = image.getHeight();
        byte[] samples = new byte[Math.multiplyExact(Math.multiplyExact(w, h), 3)];
        for (int band = 0; band < 3; band++) {
            int[] values = Stored.bands(image.getRaster(), band);
            for (int i = 0; i < values.length; i++) {
                samples[3 * i + band] = (byte) values[i];
            }
        }
        return new Raster(w, h, 3, samples);
    }
}
