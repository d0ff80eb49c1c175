/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Training inside of a worker's job: its checkpoints, its progress, its stop. */
@NullMarked
package io.carryover.training.job;

import org.jspecify.annotations.NullMarked;
