/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Proofs of the rules by which jobs live. */
@NullMarked
package io.carryover.contracts.machine;

import org.jspecify.annotations.NullMarked;
