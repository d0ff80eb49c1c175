/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.gateway.api.evaluation.Cell.State;
import io.carryover.gateway.core.JobSummary;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How far things are; pure. */
final class Fractions {
    private Fractions() {}

    /** Of one job: 0 to 1. */
    static double of(JobSummary job) {
        if (job.state().ended()) {
            return 1;
        }
        return job.progress()
                .filter(progress -> progress.total() > 0)
                .map(progress -> Math.clamp((double) progress.done() / progress.total(), 0, 1))
                .orElse(0.0);
    }

    /**
     * Of one backbone: {@code planning} while a registration is pending, {@code waiting} or {@code running}, then
     * {@code completed}, {@code completed-with-failures}, {@code failed} where none of its cells has a number, or
     * {@code cancelled}.
     */
    static String state(List<Cell> cells, boolean running) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        cells.forEach(cell -> counts.merge(cell.state(), 1, Integer::sum));
        if (counts.containsKey(State.CANCELLED)) {
            return "cancelled";
        }
        if (counts.containsKey(State.WAITING)) {
            return "planning";
        }
        if (counts.containsKey(State.PLANNED)) {
            return running ? "running" : "waiting";
        }
        if (!counts.containsKey(State.FAILED)) {
            return "completed";
        }
        return counts.containsKey(State.SCORED) ? "completed-with-failures" : "failed";
    }
}
