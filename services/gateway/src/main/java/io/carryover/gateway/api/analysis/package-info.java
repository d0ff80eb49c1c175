/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Correlations and rankings: planned when an evaluation has ended, or asked for. */
@NullMarked
package io.carryover.gateway.api.analysis;

import org.jspecify.annotations.NullMarked;
