/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** The results topic, read from its beginning into the database. */
@NullMarked
package io.carryover.results.log;

import org.jspecify.annotations.NullMarked;
