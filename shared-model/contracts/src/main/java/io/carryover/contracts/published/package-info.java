/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Numbers that the study printed, as data. */
@NullMarked
package io.carryover.contracts.published;

import org.jspecify.annotations.NullMarked;
