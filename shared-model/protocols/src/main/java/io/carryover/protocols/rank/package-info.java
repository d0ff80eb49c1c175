/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Ranks of backbones and how certain they are. */
@NullMarked
package io.carryover.protocols.rank;

import org.jspecify.annotations.NullMarked;
