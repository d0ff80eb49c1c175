/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Imports: where what a client gave is opened. */
@NullMarked
package io.carryover.featureextraction.imports;

import org.jspecify.annotations.NullMarked;
