/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.vision.Bounded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Reads a container with all its tensors, whether or not they make a network. */
final class Raw {
    private Raw() {}

    /** For fuzz tests of containers of one file. */
    static void file(String name, byte[] bytes) throws IOException {
        Path file = Bounded.file(name, bytes);
        Bounded.outcome(() -> read(file));
        Bounded.outcome(() -> Checkpoints.load(file, LoadOptions.DEFAULT));
    }

    static void read(Path file) throws IOException {
        try (CheckpointFiles files = CheckpointFiles.open(file)) {
            RawCheckpoint raw = Containers.read(files);
            long left = files.size(); // as Checkpoints does: tensors that share storage count each
            for (Map<String, StoredTensor> group : raw.groups().values()) {
                for (Map.Entry<String, StoredTensor> tensor : group.entrySet()) {
                    left -= tensor.getValue().count();
                    if (left >= 0) {
                        TensorReader.read(files.main(), tensor.getKey(), tensor.getValue());
                    }
                }
            }
        }
    }
}
