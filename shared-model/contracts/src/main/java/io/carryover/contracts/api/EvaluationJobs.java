/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.event.WorkerEvent.Progress;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.Queue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * {@code GET /v1/evaluations/{id}/jobs}: a cursor page of the jobs that an evaluation needs, inputs before what reads them; the
 * imports of its backbones and datasets are among them.
 *
 * @param stages counts of all its jobs, whatever the page is narrowed to; steps in the order in which they were first wanted
 * @param next as in {@link Page}
 */
public record EvaluationJobs(List<Stage> stages, List<Line> items, Optional<String> next) {
    /** How many jobs do this step, by state. */
    public record Stage(String step, SortedMap<String, Long> states) {}

    /**
     * A job without its story, which {@code GET /v1/jobs/{key}} has.
     *
     * @param step what it does: {@code import-dataset}, {@code features}, {@code linear}, {@code finetune-point}, …
     * @param title in words: {@code features digits/train}
     * @param backbones those of this evaluation that need it
     * @param needs jobs whose outcomes it reads
     * @param attempts how many were begun, over all its runs
     * @param worker that holds it now
     * @param since when it came into this state
     * @param waitsFor why it waits, in words; absent where it doesn't
     * @param problem why it failed, or for {@code skipped} why its input did
     */
    public record Line(
            JobKey job,
            String step,
            String title,
            List<String> backbones,
            String state,
            int run,
            Queue queue,
            List<JobKey> needs,
            long attempts,
            Optional<WorkerId> worker,
            Instant since,
            Optional<Progress> progress,
            Optional<String> waitsFor,
            Optional<Problem> problem) {}
}
