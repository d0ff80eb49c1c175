/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Tests of npy files. */
@NullMarked
package io.carryover.storage.npy;

import org.jspecify.annotations.NullMarked;
