/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;

/** Images that exist as files of an image format. */
public interface EncodedImages extends ImageSource {
    /**
     * The file of image {@code index}, as it was.
     *
     * @throws CarryoverException UNREADABLE_IMAGE or IMAGE_TOO_LARGE naming the image
     */
    byte[] encoded(int index);
}
