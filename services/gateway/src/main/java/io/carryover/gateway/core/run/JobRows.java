/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.machine.Job;
import io.carryover.contracts.machine.JobState;
import io.carryover.contracts.machine.Policy;
import io.carryover.gateway.core.table.JobRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Between the machine's job and its row. */
final class JobRows {
    private JobRows() {}

    static Job read(JobRow row) {
        return Json.read(row.detail, Job.class);
    }

    /** Writes {@code next} over {@code previous}, with the columns that queries need. */
    static void write(JobRow row, Job previous, Job next, Policy policy, Instant now) {
        row.detail = Json.text(next);
        boolean nextRun = next.run() != previous.run();
        if (nextRun) {
            row.queuedAt = null;
            row.startedAt = null;
        }
        if (nextRun || !next.state().name().equals(previous.state().name())) {
            row.stateSince = now;
            row.endedAt = next.state().ended() ? now : null;
        }
        row.run = next.run();
        row.state = next.state().name();
        row.notBefore = null;
        row.failureCode = null;
        row.failureMessage = null;
        row.skippedBecause = null;
        row.watchAt = watch(next.state(), policy);
        columns(row, next.state(), now);
    }

    /** When silence, or a second start, makes the job one for the sweeper. */
    private static @Nullable Instant watch(JobState state, Policy policy) {
        return switch (state) {
            case JobState.Released(var _, var since, var deadLettered) ->
                deadLettered.orElse(since.plus(policy.silence()));
            case JobState.Running running ->
                Stream.of(
                                Optional.of(running.lastHeard().plus(policy.silence())),
                                running.second().map(second -> second.since().plus(policy.patience())),
                                running.deadLettered().map(at -> at.plus(policy.patience())))
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
            case JobState.Cancelling(var _, var _, var lastHeard) -> lastHeard.plus(policy.silence());
            case JobState.Planned _,
                    JobState.Queued _,
                    JobState.Succeeded _,
                    JobState.Failed _,
                    JobState.Cancelled _,
                    JobState.Skipped _ -> null;
        };
    }

    private static void columns(JobRow row, JobState state, Instant now) {
        switch (state) {
            case JobState.Planned _ -> row.queuedAt = null;
            case JobState.Queued(var notBefore, var _) -> {
                // A job that comes back keeps its place among those of its evaluation.
                row.queuedAt = row.queuedAt == null ? now : row.queuedAt;
                row.notBefore = notBefore;
            }
            case JobState.Running running -> row.startedAt = running.startedAt();
            case JobState.Released _, JobState.Cancelling _, JobState.Succeeded _, JobState.Cancelled _ -> {}
            case JobState.Failed(var code, var message) -> {
                row.failureCode = code.name();
                row.failureMessage = message;
            }
            case JobState.Skipped(var because, var _) ->
                row.skippedBecause = because.isEmpty() ? null : because.first().value();
        }
        if (!(state instanceof JobState.Running)) {
            row.progress = null;
            row.progressAt = null;
        }
    }

    static JobKey key(JobRow row) {
        return new JobKey(row.key);
    }
}
