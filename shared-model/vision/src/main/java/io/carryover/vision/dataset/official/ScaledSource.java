/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.vision.dataset.EncodedImages;
import io.carryover.vision.image.Bitmap;
import io.carryover.vision.image.Interpolation;
import io.carryover.vision.image.PillowResize;
import io.carryover.vision.image.Raster;
import java.util.List;

/** Images scaled to a square when they are read, bicubic as Pillow's {@code Image.resize} is by itself since version 7. */
final class ScaledSource implements EncodedImages {
    private final EncodedImages images;
    private final int side;

    /** @param side pixels */
    ScaledSource(EncodedImages images, int side) {
        this.images = images;
        this.side = side;
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public List<String> classes() {
        return images.classes();
    }

    @Override
    public int label(int index) {
        return images.label(index);
    }

    @Override
    public String id(int index) {
        return images.id(index);
    }

    @Override
    public Raster decode(int index) {
        return PillowResize.resize(images.decode(index), side, side, Interpolation.BICUBIC);
    }

    /** A bitmap: there is no file of the scaled image. */
    @Override
    public byte[] encoded(int index) {
        return Bitmap.encode(decode(index));
    }
}
