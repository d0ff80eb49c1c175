/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Tests of storage. */
@NullMarked
package io.carryover.storage;

import org.jspecify.annotations.NullMarked;
