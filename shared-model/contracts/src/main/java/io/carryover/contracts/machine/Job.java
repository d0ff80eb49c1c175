/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Kind;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything that the rules need to know of a job; what it computes is elsewhere. Changed by {@link JobMachine} alone.
 *
 * @param run counts from 1; a job that failed or was cancelled and is wanted again opens its next run
 * @param wantedBy evaluations that wish for it; a job that nobody wants is cancelled
 * @param tally what happened in this run
 * @param stopped attempts of this run that were told to stop
 * @param endedRun highest run whose attempts were told to stop, 0 for none
 * @param quarantined attempts whose outcomes were taken away because their bytes were lost
 * @param result attempt whose outcome was written as results; a job writes them once, and again only when it is run again on purpose
 */
public record Job(
        JobKey key,
        Kind kind,
        int run,
        JobState state,
        SortedSet<EvaluationId> wantedBy,
        Tally tally,
        SortedSet<AttemptId> stopped,
        int endedRun,
        SortedSet<AttemptId> quarantined,
        Optional<AttemptId> result) {
    public Job {
        wantedBy = Sets.frozen(wantedBy);
        stopped = Sets.frozen(stopped);
        quarantined = Sets.frozen(quarantined);
    }

    /**
     * A job that nobody has asked for before.
     *
     * @param waitsFor inputs that have not succeeded yet; with none it is queued at once
     */
    public static Job first(JobKey key, Kind kind, EvaluationId wantedBy, Collection<JobKey> waitsFor, Instant now) {
        return new Job(
                key,
                kind,
                1,
                JobState.waiting(waitsFor, now),
                new TreeSet<>(java.util.List.of(wantedBy)),
                Tally.NONE,
                new TreeSet<>(),
                0,
                new TreeSet<>(),
                Optional.empty());
    }

    /** What workers have been told of it, whole. */
    public ControlState control() {
        return new ControlState(ControlState.VERSION, key, endedRun, stopped);
    }

    /** Whether any evaluation wishes for it. */
    public boolean wanted() {
        return !wantedBy.isEmpty();
    }

    Job with(JobState next) {
        return new Job(key, kind, run, next, wantedBy, tally, stopped, endedRun, quarantined, result);
    }

    Job with(Tally next) {
        return new Job(key, kind, run, state, wantedBy, next, stopped, endedRun, quarantined, result);
    }

    Job wantedBy(SortedSet<EvaluationId> next) {
        return new Job(key, kind, run, state, next, tally, stopped, endedRun, quarantined, result);
    }

    Job told(SortedSet<AttemptId> nextStopped, int nextEndedRun) {
        return new Job(key, kind, run, state, wantedBy, tally, nextStopped, nextEndedRun, quarantined, result);
    }

    Job quarantined(SortedSet<AttemptId> next) {
        return new Job(key, kind, run, state, wantedBy, tally, stopped, endedRun, next, result);
    }

    Job result(AttemptId outcome) {
        return new Job(key, kind, run, state, wantedBy, tally, stopped, endedRun, quarantined, Optional.of(outcome));
    }

    /** Its next outcome is written as results again. */
    Job withoutResult() {
        return new Job(key, kind, run, state, wantedBy, tally, stopped, endedRun, quarantined, Optional.empty());
    }

    /** The next run, with nothing behind it. */
    Job nextRun(JobState next) {
        return new Job(key, kind, run + 1, next, wantedBy, Tally.NONE, new TreeSet<>(), endedRun, quarantined, result);
    }
}
