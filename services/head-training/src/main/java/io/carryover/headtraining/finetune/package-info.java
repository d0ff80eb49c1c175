/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Many-shot fine-tuning (paper 4.1, A.2; ssl-transfer finetune.py): a job for each point of the grid, and one that chooses. */
@NullMarked
package io.carryover.headtraining.finetune;

import org.jspecify.annotations.NullMarked;
