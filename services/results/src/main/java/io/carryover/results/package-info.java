/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** The results service: keeps every number, ranks backbones, shows both on pages. */
@NullMarked
package io.carryover.results;

import org.jspecify.annotations.NullMarked;
