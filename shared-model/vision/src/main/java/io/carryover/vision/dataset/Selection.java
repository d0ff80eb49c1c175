/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.vision.image.Bitmap;
import io.carryover.vision.image.Raster;
import java.util.List;

/** Some images of another source, in the order in which their numbers are given. */
public final class Selection implements EncodedImages {
    private final ImageSource all;
    private final int[] indices;

    /** @param indices numbers in {@code all} */
    public Selection(ImageSource all, int[] indices) {
        this.all = all;
        this.indices = indices.clone();
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public List<String> classes() {
        return all.classes();
    }

    @Override
    public int label(int index) {
        return all.label(indices[index]);
    }

    @Override
    public boolean multiLabel() {
        return all.multiLabel();
    }

    @Override
    public byte[] marks(int index) {
        return all.marks(indices[index]);
    }

    @Override
    public String id(int index) {
        return all.id(indices[index]);
    }

    @Override
    public Raster decode(int index) {
        return all.decode(indices[index]);
    }

    /** The image's own file, or a bitmap where there is none. */
    @Override
    public byte[] encoded(int index) {
        return all instanceof EncodedImages files ? files.encoded(indices[index]) : Bitmap.encode(decode(index));
    }
}
