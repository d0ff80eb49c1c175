/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Errors: one code each, and the code's class decides what happens next. */
@NullMarked
package io.carryover.contracts.error;

import org.jspecify.annotations.NullMarked;
