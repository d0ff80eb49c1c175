/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.vision.arch.NetworkWeights;

/** A checkpoint whose backbone was loaded: what was found, and the weights. */
public record LoadedCheckpoint(Inspection inspection, NetworkWeights weights) {}
