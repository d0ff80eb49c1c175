/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Streams images through transform and engine into rows of features. */
@NullMarked
package io.carryover.vision.features;

import org.jspecify.annotations.NullMarked;
