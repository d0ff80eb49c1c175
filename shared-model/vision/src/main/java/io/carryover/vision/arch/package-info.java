/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Residual networks as data: tensor names and shapes, the order of layers, random controls. */
@NullMarked
package io.carryover.vision.arch;

import org.jspecify.annotations.NullMarked;
