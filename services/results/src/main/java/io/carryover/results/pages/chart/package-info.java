/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Charts as data: what a page draws, with the table that says the same. */
@NullMarked
package io.carryover.results.pages.chart;

import org.jspecify.annotations.NullMarked;
