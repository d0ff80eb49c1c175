/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The table of errors. */
@NullMarked
package io.carryover.contracts.error;

import org.jspecify.annotations.NullMarked;
