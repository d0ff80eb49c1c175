/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Boards and results in formats of other tools. Pure code: boards in, text out. */
@NullMarked
package io.carryover.results.imported;

import org.jspecify.annotations.NullMarked;
