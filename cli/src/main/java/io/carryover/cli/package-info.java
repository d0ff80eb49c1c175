/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The command. */
@NullMarked
package io.carryover.cli;

import org.jspecify.annotations.NullMarked;
