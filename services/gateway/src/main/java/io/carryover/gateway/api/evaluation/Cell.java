/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.EvaluationCell;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import java.util.Locale;
import java.util.Optional;

/**
 * One cell of an evaluation: backbone × seed × task.
 *
 * @param backbone name; empty for {@code sleep}
 * @param title of the task, for people
 */
record Cell(
        long id,
        EvaluationId evaluation,
        int position,
        String backbone,
        long seed,
        TaskRequest task,
        String title,
        State state,
        Optional<JobKey> job,
        Optional<JobKey> features,
        Optional<CellFacts> facts,
        Optional<Failure> failure) {
    /** How far it is. */
    enum State {
        WAITING,
        PLANNED,
        SCORED,
        FAILED,
        CANCELLED
    }

    /** As clients see it. */
    EvaluationCell view() {
        return new EvaluationCell(backbone, seed, task, title, state.name().toLowerCase(Locale.ROOT), job);
    }

    /** Why it has no number. {@code job} is the one that failed, where one did. */
    record Failure(ErrorCode code, String message, Optional<JobKey> job) {}
}
