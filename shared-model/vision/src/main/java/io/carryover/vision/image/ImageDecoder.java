/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes PNG, JPEG, BMP, GIF and whatever else the platform reads, within limits that are checked before memory is
 * taken. Grey files give one channel with their own samples; transparency is dropped, not blended, as Pillow's
 * {@code convert("RGB")} does; EXIF orientation is not applied, as in torchvision's image folders.
 */
public final class ImageDecoder {
    private ImageDecoder() {}

    /**
     * Bounds on one image.
     *
     * @param bytes of the file
     * @param pixels width times height
     */
    public record Limits(long bytes, long pixels) {
        /** 64 MiB and 50 million pixels. */
        public static final Limits DEFAULT = new Limits(64L << 20, 50_000_000);
    }

    /**
     * Decodes a file's bytes.
     *
     * @param name names the image in errors
     * @throws CarryoverException UNREADABLE_IMAGE or IMAGE_TOO_LARGE
     */
    public static Raster decode(String name, byte[] bytes, Limits limits) {
        if (bytes.length > limits.bytes()) {
            throw tooLarge(name, bytes.length + " bytes", limits.bytes() + " bytes");
        }
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw unreadable(name, bytes.length == 0 ? "the file is empty" : "no known image format", null);
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > limits.pixels()) {
                    throw tooLarge(name, pixels + " pixels", limits.pixels() + " pixels");
                }
                return raster(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (CarryoverException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // readers throw many unchecked exceptions on broken files
            throw unreadable(
                    name, String.valueOf(e.getMessage()).lines().findFirst().orElse("broken"), e);
        }
    }

    private static Raster raster(BufferedImage image) {
        ColorModel model = image.getColorModel();
        if (!(model instanceof IndexColorModel) && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
            return grey(image);
        }
        int w = image.getWidth();
        int h = image.getHeight();
        byte[] samples = new byte[Math.multiplyExact(Math.multiplyExact(w, h), 3)];
        int[] row = new int[w];
        int at = 0;
        for (int y = 0; y < h; y++) {
            image.getRGB(0, y, w, 1, row, 0, w);
            for (int rgb : row) {
                samples[at++] = (byte) (rgb >> 16);
                samples[at++] = (byte) (rgb >> 8);
                samples[at++] = (byte) rgb;
            }
        }
        return new Raster(w, h, 3, samples);
    }

    /** Samples as stored: {@code getRGB} would treat grey as linear light and change them. */
    private static Raster grey(BufferedImage image) {
        int w = image.getWidth();
        int h = image.getHeight();
        int bits = image.getColorModel().getComponentSize(0);
        byte[] samples = new byte[Math.multiplyExact(w, h)];
        int[] row = new int[w];
        for (int y = 0; y < h; y++) {
            image.getRaster().getSamples(0, y, w, 1, 0, row);
            for (int x = 0; x < w; x++) {
                samples[y * w + x] = (byte) (bits > 8 ? row[x] >> (bits - 8) : row[x] * 255 / ((1 << bits) - 1));
            }
        }
        return new Raster(w, h, 1, samples);
    }

    private static CarryoverException unreadable(String name, String why, @Nullable Exception cause) {
        String message = "%s can't be decoded: %s".formatted(name, why);
        return cause == null
                ? new CarryoverException(ErrorCode.UNREADABLE_IMAGE, message)
                : new CarryoverException(ErrorCode.UNREADABLE_IMAGE, message, cause);
    }

    private static CarryoverException tooLarge(String name, String has, String limit) {
        return new CarryoverException(
                ErrorCode.IMAGE_TOO_LARGE, "%s has %s, the limit is %s".formatted(name, has, limit));
    }
}
