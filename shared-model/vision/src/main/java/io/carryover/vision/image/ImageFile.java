/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** The bytes of one image file, with what its decoder needs besides: a name for errors, bounds, and numbers in place. */
final class ImageFile {
    /** More than any JPEG can have; it bounds the weights of a resize. */
    private static final int MAX_SIDE = 1 << 17;

    private final String name;
    private final byte[] bytes;
    private final ImageDecoder.Limits limits;

    ImageFile(String name, byte[] bytes, ImageDecoder.Limits limits) {
        this.name = name;
        this.bytes = bytes;
        this.limits = limits;
    }

    /** The bytes themselves; not to be written to. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return bytes.length;
    }

    /** @throws CarryoverException UNREADABLE_IMAGE where the file ends before {@code at} */
    int u8(int at) {
        if (at < 0 || at >= bytes.length) {
            throw endsEarly();
        }
        return bytes[at] & 0xff;
    }

    /** An unsigned number of {@code size} bytes. */
    long number(int at, int size, boolean bigEndian) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | u8(at + (bigEndian ? i : size - 1 - i));
        }
        return value;
    }

    byte[] part(int from, int to) {
        if (from < 0 || to > bytes.length || from > to) {
            throw endsEarly();
        }
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** @throws CarryoverException IMAGE_TOO_LARGE, or UNREADABLE_IMAGE where there are no pixels */
    void checkPixels(long width, long height) {
        if (width < 1 || height < 1) {
            throw unreadable("its header says %d × %d pixels".formatted(width, height));
        }
        if (Math.max(width, height) > MAX_SIDE) {
            throw ImageDecoder.tooLarge(name, Math.max(width, height) + " pixels on a side", MAX_SIDE + " pixels");
        }
        if (width * height > limits.pixels()) {
            throw ImageDecoder.tooLarge(name, width * height + " pixels", limits.pixels() + " pixels");
        }
    }

    CarryoverException endsEarly() {
        return unreadable("it ends too early: copy it again");
    }

    CarryoverException unreadable(String why) {
        return new CarryoverException(ErrorCode.UNREADABLE_IMAGE, "%s can't be decoded: %s".formatted(name, why));
    }

    /** What one of the platform's readers does with one image. */
    interface Reading<T> {
        T with(ImageReader reader) throws IOException;
    }

    /** Opens {@code encoded} in the platform's own reader of {@code format}; pixels only, no metadata. */
    static <T> T read(String format, byte[] encoded, Reading<T> reading) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            // others may be on the class path: what they give is not what the golden pixels were checked with
            if ("java.desktop".equals(reader.getClass().getModule().getName())) {
                try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
                    reader.setInput(in, true, true);
                    return reading.with(reader);
                } finally {
                    reader.dispose();
                }
            }
        }
        throw new IOException("this Java lacks the reader of " + format);
    }
}
