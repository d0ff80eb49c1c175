/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** The leaderboard as pure code: results in, ranked rows out. No framework, no input or output. */
@NullMarked
package io.carryover.results.board;

import org.jspecify.annotations.NullMarked;
