/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Looks at what a loaded network does, to tell loaded from loaded right. */
@NullMarked
package io.carryover.vision.sanity;

import org.jspecify.annotations.NullMarked;
