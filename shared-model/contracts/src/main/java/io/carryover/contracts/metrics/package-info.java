/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The list of all metrics: names, units, labels and meanings. */
@NullMarked
package io.carryover.contracts.metrics;

import org.jspecify.annotations.NullMarked;
