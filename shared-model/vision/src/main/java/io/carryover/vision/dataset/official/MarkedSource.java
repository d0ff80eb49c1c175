/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.vision.dataset.EncodedImages;
import io.carryover.vision.image.Raster;
import java.util.List;

/** Images that show any number of classes. */
final class MarkedSource implements EncodedImages {
    private final EncodedImages images;
    private final List<byte[]> marks;

    /** @param marks one per image and in it one per class: 0 absent, 1 present, 2 difficult */
    MarkedSource(EncodedImages images, List<byte[]> marks) {
        this.images = images;
        this.marks = List.copyOf(marks);
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
        return -1;
    }

    @Override
    public boolean multiLabel() {
        return true;
    }

    @Override
    public byte[] marks(int index) {
        return marks.get(index).clone();
    }

    @Override
    public String id(int index) {
        return images.id(index);
    }

    @Override
    public Raster decode(int index) {
        return images.decode(index);
    }

    @Override
    public byte[] encoded(int index) {
        return images.encoded(index);
    }
}
