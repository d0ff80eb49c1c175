/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Imported tables, each ranked by itself and apart from what was measured. */
@NullMarked
package io.carryover.results.imported;

import org.jspecify.annotations.NullMarked;
