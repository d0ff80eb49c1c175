/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

@NullMarked
package io.carryover.headtraining.finetune;

import org.jspecify.annotations.NullMarked;
