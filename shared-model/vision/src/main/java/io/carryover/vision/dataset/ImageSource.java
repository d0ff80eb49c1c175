/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.vision.image.Raster;
import java.util.List;

/** An ordered set of labelled images, decoded when asked for. Safe to use from several threads. */
public interface ImageSource {
    /** Number of images. */
    int size();

    /** Names of the classes; a label is an index into them. Empty where images have no labels. */
    List<String> classes();

    /** Class of image {@code index}, or -1 where images have no labels, or any number of them. */
    int label(int index);

    /** Whether an image may show any number of classes: {@link #marks} tells which. */
    default boolean multiLabel() {
        return false;
    }

    /** A mark per class, [K]: 0 absent, 1 present, 2 difficult to see; for multi-label sources only. */
    default byte[] marks(int index) {
        throw new IllegalStateException("image " + index + " has one label");
    }

    /** What names image {@code index}: unique in its source, and the same in every run. */
    String id(int index);

    /**
     * Decodes image {@code index}.
     *
     * @throws CarryoverException UNREADABLE_IMAGE or IMAGE_TOO_LARGE naming the image
     */
    Raster decode(int index);
}
