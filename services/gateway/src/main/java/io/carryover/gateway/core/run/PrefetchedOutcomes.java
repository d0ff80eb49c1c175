/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Reads outcomes ahead, so that a transaction doesn't wait for the store one job after the other. */
@ApplicationScoped
public class PrefetchedOutcomes {
    private static final int LIMIT = 1000;

    private final Outcomes outcomes;
    private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentHashMap<JobKey, CompletableFuture<Optional<Outcome>>> ahead = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<JobKey, Outcome> recent = new ConcurrentHashMap<>();

    PrefetchedOutcomes(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    void prefetch(JobKey job) {
        if (ahead.size() < LIMIT) {
            ahead.computeIfAbsent(job, key -> CompletableFuture.supplyAsync(() -> outcomes.find(key), executor));
        }
    }

    /** What was fetched ahead, once; else what the store says now. */
    Optional<Outcome> take(JobKey job) {
        Optional<Outcome> found = fetchedOrNow(job);
        found.ifPresent(this::remember);
        return found;
    }

    /** The outcome that this attempt committed, which never changes; empty when it isn't the one that counts now. */
    Optional<Outcome> committedBy(JobKey job, AttemptId attempt) {
        Outcome known = recent.remove(job);
        return known != null && known.attempt().equals(attempt)
                ? Optional.of(known)
                : outcomes.find(job).filter(found -> found.attempt().equals(attempt));
    }

    private void remember(Outcome outcome) {
        if (recent.size() >= LIMIT) {
            recent.clear();
        }
        recent.put(outcome.job(), outcome);
    }

    private Optional<Outcome> fetchedOrNow(JobKey job) {
        CompletableFuture<Optional<Outcome>> fetched = ahead.remove(job);
        if (fetched == null) {
            return outcomes.find(job);
        }
        try {
            return fetched.join();
        } catch (CompletionException e) {
            return outcomes.find(job);
        }
    }
}
