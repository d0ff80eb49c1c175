/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which jobs of one queue go to Kafka next: those of whoever has least there, so that nobody waits behind a crowd. */
public final class ReleaseWindow {
    /** Places of the window per live worker: one to compute, one to take next. */
    private static final int PER_WORKER = 2;

    private ReleaseWindow() {}

    /**
     * A job of the queue.
     *
     * @param evaluation one that wants it: the one whose turn it takes
     * @param since when it was queued (or its not-before time); older ones go first
     */
    public record Place(JobKey job, TenantId tenant, EvaluationId evaluation, Instant since) {}

    /** How many jobs of a queue may be released or running while so many workers of it live. */
    public static int size(int liveWorkers) {
        return Math.multiplyExact(PER_WORKER, Math.max(0, liveWorkers));
    }

    /**
     * The jobs to release now, in order. Each place goes to the tenant with the fewest jobs in flight, within it to the
     * evaluation with the fewest, within it to the job that has waited longest; the longest wait also breaks ties.
     *
     * @param queued jobs whose time has come
     * @param inFlight released, running and cancelling jobs of the queue
     * @param window how many may be in flight
     */
    public static List<JobKey> next(Collection<Place> queued, Collection<Place> inFlight, int window) {
        var ofTenant = new HashMap<TenantId, Integer>();
        var ofEvaluation = new HashMap<EvaluationId, Integer>();
        inFlight.forEach(place -> count(place, ofTenant, ofEvaluation));
        var oldestFirst = Comparator.comparing(Place::since).thenComparing(Place::job);
        var heads = new HashMap<Turn, List<Place>>();
        queued.stream().sorted(oldestFirst.reversed()).forEach(place -> heads.computeIfAbsent(
                        new Turn(place.tenant(), place.evaluation()), _ -> new ArrayList<>())
                .add(place));
        var turns = Comparator.<Place>comparingInt(p -> ofTenant.getOrDefault(p.tenant(), 0))
                .thenComparingInt(p -> ofEvaluation.getOrDefault(p.evaluation(), 0))
                .thenComparing(oldestFirst);
        var next = new ArrayList<JobKey>();
        while (inFlight.size() + next.size() < window) {
            var head = heads.values().stream()
                    .filter(waiting -> !waiting.isEmpty())
                    .min(Comparator.comparing(List::getLast, turns));
            if (head.isEmpty()) {
                break;
            }
            Place place = head.get().removeLast();
            count(place, ofTenant, ofEvaluation);
            next.add(place.job());
        }
        return next;
    }

    private static void count(Place place, Map<TenantId, Integer> tenants, Map<EvaluationId, Integer> evaluations) {
        tenants.merge(place.tenant(), 1, Integer::sum);
        evaluations.merge(place.evaluation(), 1, Integer::sum);
    }

    private record Turn(TenantId tenant, EvaluationId evaluation) {}
}
