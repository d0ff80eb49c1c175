/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

/** The two ways to a new size. */
public sealed interface Resize {
    /** Most pixels on a side. */
    int MAX_SIDE = 8192;

    /**
     * The shorter side becomes {@code size}, the longer {@code int(size · long / short)}, cut off; an image whose
     * shorter side has that size already stays as it is (torchvision 0.4 {@code transforms.Resize(int)}).
     */
    record Shorter(int size) implements Resize {
        public Shorter {
            check(size);
        }
    }

    /** Both sides are given; the aspect ratio is not kept. */
    record Both(int height, int width) implements Resize {
        public Both {
            check(height);
            check(width);
        }
    }

    private static void check(int side) {
        if (side < 1 || side > MAX_SIDE) {
            throw new IllegalArgumentException("side " + side);
        }
    }
}
