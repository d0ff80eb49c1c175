/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.vision.arch.NetworkWeights;
import java.util.Optional;

/** A report and the weights that it is about, where all of them could be read. */
public record CheckedCheckpoint(Inspection inspection, Optional<NetworkWeights> weights) {}
