/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Known datasets as their publishers lay them out on disk. */
@NullMarked
package io.carryover.vision.dataset.official;

import org.jspecify.annotations.NullMarked;
