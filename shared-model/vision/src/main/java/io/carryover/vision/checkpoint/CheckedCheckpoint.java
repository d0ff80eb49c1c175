/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.vision.arch.NetworkWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A report, the weights that it is about, where all of them could be read, and the files that they are in.
 */
public record CheckedCheckpoint(Inspection inspection, Optional<NetworkWeights> weights, List<Path> files) {
    public CheckedCheckpoint {
        files = List.copyOf(files);
    }
}
