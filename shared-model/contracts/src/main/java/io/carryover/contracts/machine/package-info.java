/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The rules by which jobs live: pure functions without clock, randomness or input and output. */
@NullMarked
package io.carryover.contracts.machine;

import org.jspecify.annotations.NullMarked;
