/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.vision.arch.NetworkWeights;
import java.nio.file.Path;
import java.util.List;

/**
 * A checkpoint whose backbone was loaded.
 *
 * @param inspection what was found
 * @param files the file that it begins with, and those that this names
 */
public record LoadedCheckpoint(Inspection inspection, NetworkWeights weights, List<Path> files) {
    public LoadedCheckpoint {
        files = List.copyOf(files);
    }
}
