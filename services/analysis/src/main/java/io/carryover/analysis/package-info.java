/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Correlations and rankings of tables of scores, as jobs like any other. */
@NullMarked
package io.carryover.analysis;

import org.jspecify.annotations.NullMarked;
