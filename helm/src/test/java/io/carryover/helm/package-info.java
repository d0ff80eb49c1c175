/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

@NullMarked
package io.carryover.helm;

import org.jspecify.annotations.NullMarked;
