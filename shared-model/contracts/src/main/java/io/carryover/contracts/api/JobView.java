/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.event.WorkerEvent.Progress;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Queue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1/jobs/{key}}: a job with its story.
 *
 * @param waitsFor why it waits, in words: no worker for its queue, job X, not before T, turn of others, lock held by W
 */
public record JobView(
        JobKey job,
        String state,
        int run,
        Queue queue,
        JobSpec spec,
        Optional<String> waitsFor,
        Optional<Progress> progress,
        Optional<Problem> problem,
        Optional<Outcome> outcome,
        List<StoryLine> story) {
    /** One thing that happened to it; {@code log} names the kept log of a failed attempt: {@code GET /v1/jobs/{key}/logs/{log}}. */
    public record StoryLine(Instant at, String what, String worker, String detail, Optional<Sha256> log) {}
}
