/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.TransformId;
import java.util.Map;
import java.util.TreeMap;
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

    private static final Map<String, String> PRESETS = new TreeMap<>(Map.of(
            "study", "shorter-224-bicubic-crop-224",
            "study-few-shot", "both-257-bilinear-crop-224",
            "dino", "shorter-256-bicubic-crop-224",
            "torchvision", "shorter-256-bilinear-crop-224"));

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

    /**
     * A transform's text, or the name of one:
     *
     * <ul>
     *   <li>{@code study}: shorter side 224 bicubic, crop 224 (many-shot, paper A.2; ssl-transfer linear.py)
     *   <li>{@code study-few-shot}: both sides 257 bilinear, crop 224 (ssl-transfer datasets/few_shot_dataset.py)
     *   <li>{@code dino}: shorter side 256 bicubic, crop 224 (dino eval_linear.py)
     *   <li>{@code torchvision}: shorter side 256 bilinear, crop 224 (torchvision references/classification)
     * </ul>
     *
     * @throws CarryoverException INVALID_REQUEST unless {@code text} is one of them
     */
    public static Transform parse(String text) {
        Matcher m = TEXT.matcher(PRESETS.getOrDefault(text, text));
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
                "transform %s is none of %s, nor like shorter-224-bicubic-crop-224 or both-257-bilinear-crop-224"
                        .formatted(text, String.join(", ", PRESETS.keySet())));
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

    /**
     * The square of {@code crop × crop} pixels that {@code image} becomes; as many channels as before. An image smaller
     * than the crop is enlarged, so that nothing is ever padded.
     */
    public Raster apply(Raster image) {
        int w = image.width();
        int h = image.height();
        return switch (resize) {
            case Resize.Shorter(int size) when Math.min(w, h) == size -> cut(image, w, h);
            // the product is exact in a long; Python divides in double precision and cuts off
            case Resize.Shorter(int size) when w < h -> cut(image, size, (int) ((double) ((long) size * h) / w));
            case Resize.Shorter(int size) -> cut(image, (int) ((double) ((long) size * w) / h), size);
            case Resize.Both(int height, int width) -> cut(image, width, height);
        };
    }

    private Raster cut(Raster image, int width, int height) {
        var window = new PillowResize.Window(offset(width), offset(height), crop, crop);
        return PillowResize.window(image, width, height, interpolation, window);
    }

    private int offset(int side) {
        return (int) Math.rint((side - crop) / 2.0); // half to even, as Python's round
    }
}
