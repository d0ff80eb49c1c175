/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** The study's printed tables, and what they say when its claims are computed again. */
@NullMarked
package io.carryover.results.study;

import org.jspecify.annotations.NullMarked;
