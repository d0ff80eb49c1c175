/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Words that services share. */
@NullMarked
package io.carryover.contracts;

import org.jspecify.annotations.NullMarked;
