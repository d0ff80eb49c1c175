/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Images, Pillow-equal resampling, transforms and input normalisation. */
@NullMarked
package io.carryover.vision.image;

import org.jspecify.annotations.NullMarked;
