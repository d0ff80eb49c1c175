/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.event.WorkerEvent.Progress;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1/evaluations/{id}}: where it stands.
 *
 * @param state {@code planning}, {@code running}, {@code completed}, {@code completed-with-failures}, {@code cancelled}
 * @param analysis of its results beside all that they can be compared with; absent until it has completed, and in streams
 */
public record EvaluationView(
        EvaluationId id,
        String name,
        String state,
        Instant createdAt,
        Optional<Instant> endedAt,
        List<BackboneProgress> backbones,
        List<Failure> failures,
        Optional<String> waitsFor,
        Optional<Analysis> analysis) {
    /**
     * Where its correlations and ranking are: {@code GET /v1/analysis/{id}}. What becomes of them changes nothing about the
     * evaluation.
     *
     * @param state as there: {@code waiting}, {@code running}, {@code done}, {@code failed} or {@code none}
     * @param why it waits, failed, or is none
     */
    public record Analysis(String id, String state, Optional<String> why) {}

    /**
     * One line of the progress display.
     *
     * @param jobsDone of {@code jobsTotal} jobs of this evaluation that this backbone's cells need (shared ones count for each)
     * @param fraction 0 to 1, running jobs counted by their progress
     * @param running what runs now; a job that other backbones or evaluations want too stands in the line of each
     * @param waitsFor why nothing of it runs; absent while something does, and when it has ended
     */
    public record BackboneProgress(
            String backbone,
            String state,
            int jobsDone,
            int jobsTotal,
            double fraction,
            List<RunningJob> running,
            Optional<String> waitsFor) {}

    /**
     * A job that runs now: {@code what} in words, such as {@code features digits/train}. Until its worker has told how far it
     * is, {@code progress} is 0 of 0.
     */
    public record RunningJob(JobKey job, String what, Progress progress) {}

    /** A cell that has no number and why; {@code backbone} or {@code task} may be {@code *}. */
    public record Failure(
            String backbone, String task, String code, String message, String remedy, Optional<JobKey> job) {}
}
