/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Outcome;
import io.carryover.gateway.core.run.Outcomes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Outcomes in memory. */
@ApplicationScoped
public class MemoryOutcomes implements Outcomes {
    private final Map<JobKey, Outcome> committed = new ConcurrentHashMap<>();

    Outcome commit(Outcome outcome) {
        Outcome before = committed.putIfAbsent(outcome.job(), outcome);
        return before == null ? outcome : before;
    }

    @Override
    public Optional<Outcome> find(JobKey job) {
        return Optional.ofNullable(committed.get(job));
    }

    @Override
    public boolean intact(Outcome outcome) {
        return true;
    }

    @Override
    public void quarantine(JobKey job, AttemptId attempt) {
        committed.computeIfPresent(job, (key, found) -> found.attempt().equals(attempt) ? null : found);
    }
}
