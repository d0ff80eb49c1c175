/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.FineTuneGrid;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What options say of all fine-tune tasks of an evaluation, over what the tasks say themselves.
 *
 * @param seeds how many times the scored run is done
 */
record FineTuneOptions(@Nullable String grid, @Nullable Integer steps, int seeds) {
    private static final int MOST_SEEDS = 100;
    private static final int MOST_STEPS = 1_000_000;

    /**
     * The tasks as they are posted: one per seed.
     *
     * @throws CarryoverException INVALID_REQUEST where there is no fine-tune that the options could be for
     */
    List<TaskRequest> apply(List<TaskRequest> tasks) {
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "--seeds: 1 to %d, not %d".formatted(MOST_SEEDS, seeds));
        }
        if (steps != null && (steps < 1 || steps > MOST_STEPS)) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "--steps: 1 to %d, not %d".formatted(MOST_STEPS, steps));
        }
        boolean asked = grid != null || steps != null || seeds > 1;
        if (asked && tasks.stream().noneMatch(TaskRequest.FineTune.class::isInstance)) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "--grid, --steps and --seeds are for finetune tasks, and there is none");
        }
        return tasks.stream()
                .flatMap(task -> task instanceof TaskRequest.FineTune tune ? of(tune) : Stream.of(task))
                .toList();
    }

    private Stream<TaskRequest> of(TaskRequest.FineTune task) {
        return LongStream.range(0, seeds)
                .mapToObj(seed -> new TaskRequest.FineTune(
                        task.dataset(),
                        task.protocol(),
                        task.metric(),
                        grid == null ? task.grid() : FineTuneGrid.of(grid),
                        steps == null ? task.steps() : steps,
                        task.seed() + seed));
    }
}
