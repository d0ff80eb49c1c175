/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Messages as they were ever written: they must stay readable. */
@NullMarked
package io.carryover.contracts.history;

import org.jspecify.annotations.NullMarked;
