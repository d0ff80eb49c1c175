/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

import io.carryover.training.TrainingControl;
import java.nio.file.Path;
import java.util.Optional;

/** A training that nobody stops, watches or goes on with: nothing is saved. */
class Alone implements TrainingControl {
    @Override
    public Optional<Path> saved() {
        return Optional.empty();
    }

    @Override
    public void save(long steps, Path state) {}

    @Override
    public Path scratch() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    @Override
    public void progress(long done, long total, double loss) {}

    @Override
    public boolean stopRequested() {
        return false;
    }
}
