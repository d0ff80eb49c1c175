/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Locale;

/** Where an evaluation stands: a function of its cells, so that it can be judged again at any time. */
public enum EvaluationState {
    /** Its jobs are not all known yet. */
    PLANNING,
    RUNNING,
    COMPLETED,
    /** Every cell is settled, and some have no number. */
    COMPLETED_WITH_FAILURES,
    CANCELLED;

    /** What has become of one cell (backbone × task). */
    public enum Cell {
        PENDING,
        DONE,
        FAILED;

        /** Of a cell that one job computes. A cancelled job of an evaluation that goes on will run again. */
        public static Cell of(JobState state) {
            return switch (state) {
                case JobState.Succeeded _ -> DONE;
                case JobState.Failed _, JobState.Skipped _ -> FAILED;
                case JobState.Planned _,
                        JobState.Queued _,
                        JobState.Released _,
                        JobState.Running _,
                        JobState.Cancelling _,
                        JobState.Cancelled _ -> PENDING;
            };
        }
    }

    /**
     * @param cancelled whether its client cancelled it
     * @param planned whether all its cells are known
     */
    public static EvaluationState of(boolean cancelled, boolean planned, Collection<Cell> cells) {
        if (cancelled) {
            return CANCELLED;
        }
        if (!planned) {
            return PLANNING;
        }
        if (cells.contains(Cell.PENDING)) {
            return RUNNING;
        }
        return cells.contains(Cell.FAILED) ? COMPLETED_WITH_FAILURES : COMPLETED;
    }

    /** Whether its client need not wait any more. */
    public boolean ended() {
        return this == COMPLETED || this == COMPLETED_WITH_FAILURES || this == CANCELLED;
    }

    /** Lower-case name with hyphens, as in JSON. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
