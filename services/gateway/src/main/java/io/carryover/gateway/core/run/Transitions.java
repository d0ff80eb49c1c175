/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.machine.Decision;
import io.carryover.contracts.machine.Effect;
import io.carryover.contracts.machine.Input;
import io.carryover.contracts.machine.Job;
import io.carryover.contracts.machine.JobMachine;
import io.carryover.contracts.machine.JobState;
import io.carryover.contracts.machine.OutcomeLookup;
import io.carryover.gateway.core.table.Dependencies;
import io.carryover.gateway.core.table.JobRow;
import io.carryover.gateway.core.table.JobTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;

/**
 * The one place of the gateway where jobs change: lock, decide, write, and do what follows, all in the transaction of the
 * caller. What follows for dependents is done here too, inputs always before dependents.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Transitions {
    private final JobTable jobs;
    private final Dependencies dependencies;
    private final LostInputs lostInputs;
    private final Outcomes outcomes;
    private final PrefetchedOutcomes prefetched;
    private final Follow follow;
    private final Identity identity;
    private final BrokerTime time;
    private final OutcomeLookup lookup;

    Transitions(
            JobTable jobs,
            Dependencies dependencies,
            LostInputs lostInputs,
            Outcomes outcomes,
            PrefetchedOutcomes prefetched,
            Follow follow,
            Identity identity,
            BrokerTime time) {
        this.jobs = jobs;
        this.dependencies = dependencies;
        this.lostInputs = lostInputs;
        this.outcomes = outcomes;
        this.prefetched = prefetched;
        this.follow = follow;
        this.identity = identity;
        this.time = time;
        this.lookup = key -> outcomes.find(key).map(Outcome::attempt);
    }

    /** Gives the input to the job; empty when there is no such job. */
    public Optional<Job> apply(JobKey key, Input input) {
        return apply(key, input, time.now());
    }

    /** As above, at a time of the caller's. */
    public Optional<Job> apply(JobKey key, Input input, Instant now) {
        return jobs.lock(key).map(row -> apply(row, input, now));
    }

    /** Writes what follows from a job that was just made. */
    void begin(JobKey key, Instant now) {
        JobRow row = jobs.lock(key).orElseThrow();
        Job job = JobRows.read(row);
        JobRows.write(row, job, job, identity.policy(), now);
        follow.made(row, job, now);
    }

    private Job apply(JobRow row, Input input, Instant now) {
        Job before = JobRows.read(row);
        Decision decision = JobMachine.decide(before, input, now, identity.policy(), lookup);
        Job after = decision.next();
        if (!after.equals(before)) {
            JobRows.write(row, before, after, identity.policy(), now);
            outcome(row, before, after);
            follow.changed(row, before, after);
        }
        for (Effect effect : decision.effects()) {
            perform(effect, row, after, now);
        }
        return after;
    }

    /** Keeps the committed outcome beside the job, so that nobody else has to ask the store. */
    private void outcome(JobRow row, Job before, Job after) {
        if (!(after.state() instanceof JobState.Succeeded(var attempt))) {
            row.outcome = null;
        } else if (!after.state().equals(before.state())) {
            row.outcome = prefetched
                    .committedBy(after.key(), attempt)
                    .map(Json::text)
                    .orElseThrow(() -> new CarryoverException(
                            ErrorCode.STORE_UNAVAILABLE, "the outcome of job " + after.key() + " is not there"));
        }
    }

    private void perform(Effect effect, JobRow row, Job job, Instant now) {
        switch (effect) {
            case Effect.SendDispatch dispatch -> follow.dispatch(row, job, dispatch, now);
            case Effect.PublishControl(var control) -> follow.control(row, control);
            case Effect.RecordSuccess _, Effect.ReopenEvaluations _ -> {
                // Observers hear of it as a change of state, which comes with every one of these.
            }
            case Effect.WakeDependents() -> dependents(job.key(), new Input.InputSucceeded(job.key()), now);
            case Effect.SkipDependents() -> dependents(job.key(), new Input.InputFailed(job.key()), now);
            case Effect.ReopenDependents() -> dependents(job.key(), new Input.InputReopened(job.key()), now);
            case Effect.QuarantineOutcome(var outcome) -> outcomes.quarantine(job.key(), outcome);
            case Effect.CheckInputs() -> checkInputs(row, now);
            case Effect.Story story -> follow.story(row, story, now);
        }
    }

    private void dependents(JobKey producer, Input input, Instant now) {
        dependencies.dependents(producer).forEach(dependent -> apply(dependent, input, now));
    }

    /** A worker could not read an input of this job: those whose objects are gone are made again. */
    private void checkInputs(JobRow row, Instant now) {
        for (JobKey input : lostInputs.inputs(row)) {
            Optional<Job> producer = lostInputs.isLost(input)
                    ? apply(input, new Input.OutcomeLost(), now)
                    : jobs.lock(input).map(JobRows::read);
            producer.ifPresent(found -> apply(JobRows.key(row), JobMachine.about(found.key(), found.state()), now));
        }
    }

    static Queue queue(JobRow row) {
        return Queue.parse(row.queue);
    }
}
