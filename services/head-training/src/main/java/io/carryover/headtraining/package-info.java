/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Probes, few-shot, nearest neighbours and label efficiency on features: one handler per task. */
@NullMarked
package io.carryover.headtraining;

import org.jspecify.annotations.NullMarked;
