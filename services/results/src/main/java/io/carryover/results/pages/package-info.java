/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Web pages, rendered on the server. */
@NullMarked
package io.carryover.results.pages;

import org.jspecify.annotations.NullMarked;
