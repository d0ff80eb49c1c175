/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Tests of the handler. */
@NullMarked
package io.carryover.analysis;

import org.jspecify.annotations.NullMarked;
