/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

/** State of an evaluation from those of its cells. */
public final class EvaluationStates {
    public static final String PLANNING = "planning";
    public static final String RUNNING = "running";
    public static final String COMPLETED = "completed";
    public static final String COMPLETED_WITH_FAILURES = "completed-with-failures";
    public static final String CANCELLED = "cancelled";

    private EvaluationStates() {}

    /**
     * @param cancelled whether the client cancelled it: that stands whatever comes later
     * @param waiting whether there are cells that are not planned yet
     * @param planned whether there are cells whose jobs have not ended
     * @param failed whether there are cells that have no number and get none
     */
    public static String of(boolean cancelled, boolean waiting, boolean planned, boolean failed) {
        if (cancelled) {
            return CANCELLED;
        }
        if (waiting) {
            return PLANNING;
        }
        if (planned) {
            return RUNNING;
        }
        return failed ? COMPLETED_WITH_FAILURES : COMPLETED;
    }

    /** Whether nothing more happens to it by itself. */
    public static boolean ended(String state) {
        return completed(state) || state.equals(CANCELLED);
    }

    /** Whether all its cells have a number, or get none. */
    public static boolean completed(String state) {
        return state.equals(COMPLETED) || state.equals(COMPLETED_WITH_FAILURES);
    }
}
