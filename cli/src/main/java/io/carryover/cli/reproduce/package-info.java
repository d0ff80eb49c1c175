/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Published numbers beside those of a running system. */
@NullMarked
package io.carryover.cli.reproduce;

import org.jspecify.annotations.NullMarked;
