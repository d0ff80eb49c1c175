/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Tests of the worker. */
@NullMarked
package io.carryover.worker;

import org.jspecify.annotations.NullMarked;
