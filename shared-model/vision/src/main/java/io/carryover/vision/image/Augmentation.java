/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import java.util.random.RandomGenerator;

/**
 * Random resized crop, then a horizontal flip for one image in two, with torchvision's distributions
 * (torchvision 0.4 {@code RandomResizedCrop}, {@code RandomHorizontalFlip}): a rectangle of 8 to 100 % of the image's area
 * with an aspect ratio between 3:4 and 4:3, uniform in area and in the logarithm of the ratio; ten tries, then the largest
 * central rectangle within those ratios.
 *
 * @param side of the square that the rectangle becomes, pixels
 */
public record Augmentation(int side, Interpolation interpolation) {
    private static final double SMALLEST_AREA = 0.08;
    private static final double LOWEST_RATIO = 3.0 / 4;
    private static final double HIGHEST_RATIO = 4.0 / 3;
    private static final int TRIES = 10;

    public Augmentation {
        if (side < 1 || side > Resize.MAX_SIDE) {
            throw new IllegalArgumentException("side " + side);
        }
    }

    /** A rectangle of an image. */
    record Rectangle(int left, int top, int width, int height) {}

    /** A square of {@code side × side} pixels. */
    public Raster apply(Raster image, RandomGenerator random) {
        Rectangle r = rectangle(image.width(), image.height(), random);
        Raster square =
                PillowResize.resize(image.crop(r.left(), r.top(), r.width(), r.height()), side, side, interpolation);
        return random.nextDouble() < 0.5 ? mirrored(square) : square;
    }

    static Rectangle rectangle(int width, int height, RandomGenerator random) {
        double area = (double) width * height;
        for (int i = 0; i < TRIES; i++) {
            double target = random.nextDouble(SMALLEST_AREA, 1) * area;
            double ratio = Math.exp(random.nextDouble(Math.log(LOWEST_RATIO), Math.log(HIGHEST_RATIO)));
            int w = (int) Math.rint(Math.sqrt(target * ratio)); // half to even, as Python's round
            int h = (int) Math.rint(Math.sqrt(target / ratio));
            if (w >= 1 && h >= 1 && w <= width && h <= height) {
                int top = random.nextInt(height - h + 1);
                int left = random.nextInt(width - w + 1);
                return new Rectangle(left, top, w, h);
            }
        }
        return central(width, height);
    }

    private static Rectangle central(int width, int height) {
        double ratio = (double) width / height;
        int w = width;
        int h = height;
        if (ratio < LOWEST_RATIO) {
            h = (int) Math.rint(w / LOWEST_RATIO);
        } else if (ratio > HIGHEST_RATIO) {
            w = (int) Math.rint(h * HIGHEST_RATIO);
        }
        return new Rectangle((width - w) / 2, (height - h) / 2, w, h);
    }

    private static Raster mirrored(Raster image) {
        int channels = image.channels();
        byte[] from = image.samples();
        byte[] to = new byte[from.length];
        int width = image.width();
        for (int pixel = 0; pixel < width * image.height(); pixel++) {
            int row = pixel / width * width;
            int opposite = row + width - 1 - (pixel - row);
            System.arraycopy(from, pixel * channels, to, opposite * channels, channels);
        }
        return new Raster(width, image.height(), channels, to);
    }
}
