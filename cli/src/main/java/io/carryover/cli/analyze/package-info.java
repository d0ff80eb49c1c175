/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Correlations and rankings, offline: of the published tables, or of a file of results. */
@NullMarked
package io.carryover.cli.analyze;

import org.jspecify.annotations.NullMarked;
