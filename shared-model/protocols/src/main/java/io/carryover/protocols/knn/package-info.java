/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Weighted nearest neighbours, beyond the study: what a representation gives without any training. */
@NullMarked
package io.carryover.protocols.knn;

import org.jspecify.annotations.NullMarked;
