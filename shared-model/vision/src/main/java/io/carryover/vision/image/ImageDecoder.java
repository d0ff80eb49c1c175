/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;

/**
 * Decodes JPEG, PNG, GIF (first frame), BMP, TIFF and WebP to the samples that Pillow's
 * {@code Image.open(f).convert("RGB")} gives, within limits that are checked before memory is taken. The format is told
 * by the content, not by the name. Grey files give one channel; transparency is dropped, not blended; EXIF orientation
 * is not applied (a TIFF's own orientation is): all as Pillow does. A file that ends too early is refused.
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
        ImageFile file = new ImageFile(name, bytes, limits);
        ImageFormat format = ImageFormat.of(bytes)
                .orElseThrow(() -> file.unreadable(bytes.length == 0 ? "the file is empty" : "no known image format"));
        try {
            return switch (format) {
                case JPEG -> JpegDecoder.decode(file);
                case PNG -> PngDecoder.decode(file);
                case GIF -> GifDecoder.decode(file);
                case BMP -> BmpDecoder.decode(file);
                case TIFF -> TiffDecoder.decode(file);
                case WEBP -> WebpDecoder.decode(file);
            };
        } catch (CarryoverException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // readers throw many unchecked exceptions on broken files
            throw unreadable(
                    name, String.valueOf(e.getMessage()).lines().findFirst().orElse("broken"), e);
        }
    }

    private static CarryoverException unreadable(String name, String why, Exception cause) {
        return new CarryoverException(
                ErrorCode.UNREADABLE_IMAGE, "%s can't be decoded: %s".formatted(name, why), cause);
    }

    static CarryoverException tooLarge(String name, String has, String limit) {
        return new CarryoverException(
                ErrorCode.IMAGE_TOO_LARGE, "%s has %s, the limit is %s".formatted(name, has, limit));
    }
}
