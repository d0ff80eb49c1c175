/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** The protocols on files, without a running system. */
@NullMarked
package io.carryover.cli.offline;

import org.jspecify.annotations.NullMarked;
