/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Uncertainty of numbers and of ranks. */
@NullMarked
package io.carryover.protocols.stats;

import org.jspecify.annotations.NullMarked;
