/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** What numbers were made of: read from the object store, checked, and used for intervals of ranks. */
@NullMarked
package io.carryover.results.artifacts;

import org.jspecify.annotations.NullMarked;
