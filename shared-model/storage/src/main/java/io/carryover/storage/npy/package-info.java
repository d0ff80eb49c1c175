/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** NumPy's {@code .npy} files, as far as features and labels come in them. */
@NullMarked
package io.carryover.storage.npy;

import org.jspecify.annotations.NullMarked;
