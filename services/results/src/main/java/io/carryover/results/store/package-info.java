/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** The database: what stands for every result key, and how far the topic has been read. */
@NullMarked
package io.carryover.results.store;

import org.jspecify.annotations.NullMarked;
