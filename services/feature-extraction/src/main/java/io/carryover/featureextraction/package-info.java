/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** The worker that opens checkpoints and datasets, and extracts features. */
@NullMarked
package io.carryover.featureextraction;

import org.jspecify.annotations.NullMarked;
