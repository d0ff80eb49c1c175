/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training.job;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.training.TrainingControl;
import io.carryover.worker.Checkpoint;
import io.carryover.worker.JobContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A job that trains: its state goes to the object store, so that another worker resumes from there when this one is killed
 * or drained.
 */
public final class JobControl implements TrainingControl {
    private static final String STATE = "state.safetensors";

    private final JobContext context;
    private final TrainingMetrics metrics;
    private long done = -1;

    /** @param context of the attempt */
    public JobControl(JobContext context, TrainingMetrics metrics) {
        this.context = context;
        this.metrics = metrics;
    }

    @Override
    public Optional<Path> saved() {
        return context.loadCheckpoint().map(JobControl::state);
    }

    private static Path state(Checkpoint checkpoint) {
        Path file = checkpoint.files().get(STATE);
        if (file == null) {
            throw new CarryoverException(
                    ErrorCode.INPUT_LOST, "the checkpoint of step %d has no state".formatted(checkpoint.step()));
        }
        return file;
    }

    @Override
    public void save(long steps, Path state) {
        context.saveCheckpoint(steps, Map.of(STATE, state));
    }

    @Override
    public Path scratch() {
        return context.scratch();
    }

    @Override
    public void progress(long steps, long total, double loss) {
        if (done >= 0) {
            metrics.step(loss);
        }
        done = steps;
        context.progress(steps, total, "steps");
    }

    @Override
    public boolean stopRequested() {
        return context.stopRequested();
    }
}
