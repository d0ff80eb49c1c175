/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Tests of the handlers. */
@NullMarked
package io.carryover.headtraining;

import org.jspecify.annotations.NullMarked;
