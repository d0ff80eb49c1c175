/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Reads checkpoints as hostile input: containers, layouts, strict loading, and what was found in a report. */
@NullMarked
package io.carryover.vision.checkpoint;

import org.jspecify.annotations.NullMarked;
