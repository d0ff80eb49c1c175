/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.machine.Input;
import io.carryover.contracts.machine.Job;
import io.carryover.contracts.machine.JobState;
import io.carryover.gateway.core.table.Dependencies;
import io.carryover.gateway.core.table.JobRow;
import io.carryover.gateway.core.table.JobTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Opens the next run of jobs that ended badly, of the inputs that made them end so, and of what they made end. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Reopening {
    private final JobTable jobs;
    private final Dependencies dependencies;
    private final Transitions transitions;

    Reopening(JobTable jobs, Dependencies dependencies, Transitions transitions) {
        this.jobs = jobs;
        this.dependencies = dependencies;
        this.transitions = transitions;
    }

    /** Does nothing for a job that succeeded, is on its way, failed by its user's fault, or is wanted by nobody. */
    void reopen(JobKey key, Instant now) {
        for (Dependencies.Input input : dependencies.inputs(key)) {
            if (input.state().equals("failed") || input.state().equals("skipped")) {
                reopen(input.job(), now);
            }
        }
        jobs.lock(key).map(JobRows::read).filter(Job::wanted).ifPresent(job -> {
            boolean reopened =
                    switch (job.state()) {
                        case JobState.Failed _, JobState.Skipped _, JobState.Cancelled _ -> wishAnew(job, now);
                        case JobState.Planned _,
                                JobState.Queued _,
                                JobState.Released _,
                                JobState.Running _,
                                JobState.Cancelling _,
                                JobState.Succeeded _ -> false;
                    };
            if (reopened) {
                dependencies.dependents(key).forEach(dependent -> resume(dependent, now));
            }
        });
    }

    /** Those that were skipped because of the job wait for it again. */
    private void resume(JobKey dependent, Instant now) {
        Optional<Job> skipped = jobs.lock(dependent)
                .map(JobRows::read)
                .filter(job -> job.state() instanceof JobState.Skipped && job.wanted());
        if (skipped.isPresent() && wishAnew(skipped.get(), now)) {
            dependencies.dependents(dependent).forEach(next -> resume(next, now));
        }
    }

    private boolean wishAnew(Job job, Instant now) {
        SortedSet<JobKey> unfinished = new TreeSet<>();
        for (Dependencies.Input input : dependencies.inputs(job.key())) {
            if (input.state().equals("failed") || input.state().equals("skipped")) {
                return false; // an input that stays failed: this job can't run
            }
            if (!input.state().equals("succeeded")) {
                unfinished.add(input.job());
            }
        }
        EvaluationId wish = job.wantedBy().first();
        for (EvaluationId evaluation : job.wantedBy()) {
            transitions.apply(job.key(), new Input.Unwanted(evaluation), now);
        }
        transitions.apply(job.key(), new Input.Wanted(wish, unfinished), now);
        for (EvaluationId evaluation : job.wantedBy()) {
            transitions.apply(job.key(), new Input.Wanted(evaluation, unfinished), now);
        }
        JobRow row = jobs.lock(job.key()).orElseThrow();
        return row.run > job.run();
    }
}
