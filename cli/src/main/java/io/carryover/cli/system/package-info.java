/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Finds or starts the system on this machine. */
@NullMarked
package io.carryover.cli.system;

import org.jspecify.annotations.NullMarked;
