/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Resampling kernels of Pillow. */
public enum Interpolation {
    /** Triangle of half-width 1. */
    BILINEAR(1) {
        @Override
        double weight(double x) {
            double distance = Math.abs(x);
            return distance < 1 ? 1 - distance : 0;
        }
    },
    /** Keys' cubic convolution with a = -0.5, half-width 2. */
    BICUBIC(2) {
        @Override
        double weight(double x) {
            double distance = Math.abs(x);
            if (distance < 1) {
                return ((A + 2.0) * distance - (A + 3.0)) * distance * distance + 1;
            }
            return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * A : 0;
        }
    };

    private static final double A = -0.5;

    private final double support;

    Interpolation(double support) {
        this.support = support;
    }

    /** Half-width of the kernel in source pixels, when enlarging. */
    double support() {
        return support;
    }

    /** The kernel at distance {@code x}. */
    abstract double weight(double x);

    /** {@code bilinear} or {@code bicubic}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kernel of this name. */
    public static Optional<Interpolation> of(String id) {
        return Stream.of(values()).filter(i -> i.id().equals(id)).findFirst();
    }
}
