/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.TransformId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From an image to what a network is given, without the normalisation, which belongs to the backbone: resize, then a
 * square crop from the centre. Its text is {@code shorter-224-bicubic-crop-224}, {@code both-257-bilinear-crop-224} or
 * {@code both-240x320-bilinear-crop-224} (height × width).
 *
 * @param crop side of the square in pixels, not larger than the resized image's sides
 */
public record Transform(Resize resize, Interpolation interpolation, int crop) {
    private static final Pattern TEXT =
            Pattern.compile("(shorter|both)-([0-9]{1,4})(?:x([0-9]{1,4}))?-(bilinear|bicubic)-crop-([0-9]{1,4})");

    public Transform {
        int smallest =
                switch (resize) {
                    case Resize.Shorter(int size) -> size;
                    case Resize.Both(int height, int width) -> Math.min(height, width);
                };
        if (crop < 1 || crop > smallest) {
            throw new IllegalArgumentException("crop " + crop);
        }
    }

    /** @throws CarryoverException INVALID_REQUEST unless {@code text} is the text of a transform */
    public static Transform parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (m.matches() && (m.group(3) == null || m.group(1).equals("both"))) {
            int first = Integer.parseInt(m.group(2));
            Interpolation interpolation = Interpolation.of(m.group(4)).orElseThrow();
            try {
                Resize resize = m.group(1).equals("shorter")
                        ? new Resize.Shorter(first)
                        : new Resize.Both(first, m.group(3) == null ? first : Integer.parseInt(m.group(3)));
                return new Transform(resize, interpolation, Integer.parseInt(m.group(5)));
            } catch (IllegalArgumentException e) {
                throw new CarryoverException(
                        ErrorCode.INVALID_REQUEST, "transform %s has impossible sizes".formatted(text), e);
            }
        }
        throw new CarryoverException(
                ErrorCode.INVALID_REQUEST,
                "transform %s is not like shorter-224-bicubic-crop-224 or both-257-bilinear-crop-224".formatted(text));
    }

    /** The transform that a job names. */
    public static Transform of(TransformId id) {
        return parse(id.value());
    }

    /** The text that {@link #parse} reads. */
    public TransformId id() {
        String sides =
                switch (resize) {
                    case Resize.Shorter(int size) -> "shorter-" + size;
                    case Resize.Both(int height, int width) ->
                        height == width ? "both-" + height : "both-" + height + "x" + width;
                };
        return new TransformId(sides + "-" + interpolation.id() + "-crop-" + crop);
    }

    /** The square of {@code crop × crop} pixels that {@code image} becomes; as many channels as before. */
    public Raster apply(Raster image) {
        Raster resized =
                switch (resize) {
                    case Resize.Shorter(int size) -> shorter(image, size);
                    case Resize.Both(int height, int width) -> PillowResize.resize(image, width, height, interpolation);
                };
        return resized.crop(offset(resized.width()), offset(resized.height()), crop, crop);
    }

    private Raster shorter(Raster image, int size) {
        int w = image.width();
        int h = image.height();
        if (Math.min(w, h) == size) {
            return image;
        }
        // the product is exact in a long; Python divides in double precision and cuts off
        return w < h
                ? PillowResize.resize(image, size, (int) ((double) ((long) size * h) / w), interpolation)
                : PillowResize.resize(image, (int) ((double) ((long) size * w) / h), size, interpolation);
    }

    private int offset(int side) {
        return (int) Math.rint((side - crop) / 2.0); // half to even, as Python's round
    }
}
