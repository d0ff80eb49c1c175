/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import java.nio.file.Path;
import java.util.Optional;

/** Where a training saves itself, and who may stop it. */
public interface TrainingControl {
    /** The newest saved state: what {@link #save} was given last, here or on a worker that is gone. */
    Optional<Path> saved();

    /** Keeps the state after {@code steps} steps, complete or not at all. The file may be overwritten afterwards. */
    void save(long steps, Path state);

    /** A folder for files of the moment. */
    Path scratch();

    /** After each step: how many are done, and the loss of the last. */
    void progress(long done, long total, double loss);

    /** Whether to save and end before the next step. */
    boolean stopRequested();
}
