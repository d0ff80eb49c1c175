/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Handlers on an in-memory store, with the demonstration's files. */
@NullMarked
package io.carryover.featureextraction;

import org.jspecify.annotations.NullMarked;
