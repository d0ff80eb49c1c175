/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Tests of reports. */
@NullMarked
package io.carryover.results.report;

import org.jspecify.annotations.NullMarked;
