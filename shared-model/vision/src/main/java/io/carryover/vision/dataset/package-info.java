/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Labelled images: IDX files, folders of classes, flat folders. */
@NullMarked
package io.carryover.vision.dataset;

import org.jspecify.annotations.NullMarked;
