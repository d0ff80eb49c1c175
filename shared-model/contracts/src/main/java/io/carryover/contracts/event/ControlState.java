/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.event;

import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the gateway has told workers of a job, whole: the value on {@code carryover.control}, keyed by job, compacted. A
 * state and never a command, so that compaction loses nothing. A stale one only means "not told yet".
 *
 * @param endedRun highest run that ended (finished, failed or cancelled); attempts of it or below stop; 0 for none
 * @param stopped attempts of the running run that must stop
 */
public record ControlState(int version, JobKey job, int endedRun, SortedSet<AttemptId> stopped) {
    /** Newest version that this code writes and reads. */
    public static final int VERSION = 1;

    public ControlState {
        stopped = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(stopped));
    }

    /** Whether the run has ended. */
    public boolean ended(int run) {
        return run <= endedRun;
    }

    /** Whether this attempt must stop. */
    public boolean tellsToStop(int run, AttemptId attempt) {
        return ended(run) || stopped.contains(attempt);
    }
}
