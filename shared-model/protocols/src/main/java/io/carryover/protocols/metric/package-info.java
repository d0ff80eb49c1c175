/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Scores of predictions, in percent. */
@NullMarked
package io.carryover.protocols.metric;

import org.jspecify.annotations.NullMarked;
