/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** One JSON codec for every message. */
@NullMarked
package io.carryover.contracts.json;

import org.jspecify.annotations.NullMarked;
