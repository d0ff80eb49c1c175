/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The loop every worker runs: take, hold, report, commit, hand back; and the handler interface it serves. */
@NullMarked
package io.carryover.worker;

import org.jspecify.annotations.NullMarked;
