/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Words for checkpoints, backbones and datasets. */
@NullMarked
package io.carryover.contracts.vision;

import org.jspecify.annotations.NullMarked;
