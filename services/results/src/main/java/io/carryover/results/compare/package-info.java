/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Two backbones on the same tasks, paired item by item. */
@NullMarked
package io.carryover.results.compare;

import org.jspecify.annotations.NullMarked;
