/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

@NullMarked
package io.carryover.checks;

import org.jspecify.annotations.NullMarked;
