/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Probes and few-shot on features: one handler per task. */
@NullMarked
package io.carryover.headtraining;

import org.jspecify.annotations.NullMarked;
