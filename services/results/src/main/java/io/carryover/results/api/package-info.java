/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** HTTP: results, artifacts, leaderboard, administration. */
@NullMarked
package io.carryover.results.api;

import org.jspecify.annotations.NullMarked;
