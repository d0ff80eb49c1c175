/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Arrays in MATLAB's files, read as data and nothing else. */
@NullMarked
package io.carryover.vision.matlab;

import org.jspecify.annotations.NullMarked;
