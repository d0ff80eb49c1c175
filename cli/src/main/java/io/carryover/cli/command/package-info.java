/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** One class per verb. */
@NullMarked
package io.carryover.cli.command;

import org.jspecify.annotations.NullMarked;
