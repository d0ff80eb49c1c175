/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Which files a checkpoint consists of: for whoever has to send all of them. */
public final class CheckpointParts {
    private CheckpointParts() {}

    /**
     * The files of what {@link Checkpoints} would read: a file, a folder, an index or a prefix.
     *
     * @return first the one that tells of the others, which lie beside it; a single file is not read
     * @throws CarryoverException NOT_FOUND, NOT_A_CHECKPOINT, and as {@link Checkpoints#inspect} for an index: a part that
     *     lacks is TRUNCATED_CHECKPOINT
     */
    public static List<Path> of(Path given) {
        try (CheckpointFiles files = CheckpointFiles.open(given)) {
            if (String.valueOf(files.path().getFileName()).matches(".*\\.(index|json)")) {
                Containers.read(files);
            }
            return files.paths();
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, CheckpointFiles.name(given) + " can't be read", e);
        }
    }
}
