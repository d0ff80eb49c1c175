/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Numbers, with their interval and where they come from. */
@NullMarked
package io.carryover.contracts.result;

import org.jspecify.annotations.NullMarked;
