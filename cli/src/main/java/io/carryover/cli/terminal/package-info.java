/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What people see: tables, bars, progress. */
@NullMarked
package io.carryover.cli.terminal;

import org.jspecify.annotations.NullMarked;
