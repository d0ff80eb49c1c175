/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps states in a folder; stops where it is told to. */
final class FakeControl implements TrainingControl {
    final List<Long> saves = new ArrayList<>();
    final List<Double> losses = new ArrayList<>();
    long stopAfter = Long.MAX_VALUE;
    private final Path folder;
    private long done;

    FakeControl(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<Path> saved() {
        return Optional.of(folder.resolve("kept")).filter(Files::exists);
    }

    @Override
    public void save(long steps, Path state) {
        try {
            Files.copy(state, folder.resolve("kept"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        saves.add(steps);
    }

    @Override
    public Path scratch() {
        return folder;
    }

    @Override
    public void progress(long done, long total, double loss) {
        this.done = done;
        losses.add(loss);
    }

    @Override
    public boolean stopRequested() {
        return done >= stopAfter;
    }
}
