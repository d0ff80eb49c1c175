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

    /** Class of image {@code index}, or -1 where images have no labels. */
    int label(int index);

    /** What names image {@code index}: unique in its source, and the same in every run. */
    String id(int index);

    /**
     * Decodes image {@code index}.
     *
     * @throws CarryoverException UNREADABLE_IMAGE or IMAGE_TOO_LARGE naming the image
     */
    Raster decode(int index);
}
