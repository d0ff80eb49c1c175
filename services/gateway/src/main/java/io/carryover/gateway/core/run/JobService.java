/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.api.JobView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.machine.Input;
import io.carryover.contracts.machine.Job;
import io.carryover.contracts.machine.JobMachine;
import io.carryover.contracts.machine.JobState;
import io.carryover.gateway.core.JobCount;
import io.carryover.gateway.core.JobEntry;
import io.carryover.gateway.core.JobFilter;
import io.carryover.gateway.core.JobRef;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.JobSummary;
import io.carryover.gateway.core.Jobs;
import io.carryover.gateway.core.WantedJob;
import io.carryover.gateway.core.table.Dependencies;
import io.carryover.gateway.core.table.JobRow;
import io.carryover.gateway.core.table.JobTable;
import io.carryover.gateway.core.table.Wishes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Wishes for jobs, and what is known of them. Locks inputs before dependents, as everything does. */
@ApplicationScoped
@Transactional
public class JobService implements Jobs {
    private final JobTable jobs;
    private final Dependencies dependencies;
    private final Wishes wishes;
    private final Transitions transitions;
    private final Reopening reopening;
    private final JobViews views;
    private final Outcomes outcomes;
    private final BrokerTime time;

    JobService(
            JobTable jobs,
            Dependencies dependencies,
            Wishes wishes,
            Transitions transitions,
            Reopening reopening,
            JobViews views,
            Outcomes outcomes,
            BrokerTime time) {
        this.jobs = jobs;
        this.dependencies = dependencies;
        this.wishes = wishes;
        this.transitions = transitions;
        this.reopening = reopening;
        this.views = views;
        this.outcomes = outcomes;
        this.time = time;
    }

    @Override
    public JobRef want(TenantId tenant, EvaluationId evaluation, WantedJob wanted) {
        JobKey key = wanted.key();
        Instant now = time.now();
        List<Job> inputs =
                wanted.spec().inputs().stream().map(this::lockedInput).toList();
        SortedSet<JobKey> unfinished = new TreeSet<>();
        inputs.stream()
                .filter(input -> !(input.state() instanceof JobState.Succeeded))
                .forEach(input -> unfinished.add(input.key()));
        boolean isNew = jobs.insertNew(fresh(tenant, evaluation, wanted, unfinished, now));
        JobRow row = jobs.lock(key).orElseThrow();
        wishes.add(evaluation, key, tenant, now);
        if (isNew) {
            wanted.spec().inputs().forEach(input -> dependencies.add(key, input, tenant));
            transitions.begin(key, now);
        } else {
            takeTurn(row);
            transitions.apply(key, new Input.Wanted(evaluation, unfinished), now);
        }
        for (Job input : inputs) {
            if (input.state() instanceof JobState.Failed || input.state() instanceof JobState.Skipped) {
                transitions.apply(key, JobMachine.about(input.key(), input.state()), now);
            }
        }
        return ref(row);
    }

    private Job lockedInput(JobKey input) {
        return jobs.lock(input)
                .map(JobRows::read)
                .orElseThrow(() -> new CarryoverException(
                        ErrorCode.INTERNAL, "input " + input + " was not wanted before its dependents"));
    }

    private static JobRow fresh(
            TenantId tenant, EvaluationId evaluation, WantedJob wanted, SortedSet<JobKey> unfinished, Instant now) {
        Job first = Job.first(wanted.key(), wanted.spec().kind(), evaluation, unfinished, now);
        JobRow row = new JobRow();
        row.key = first.key().value();
        row.tenant = tenant.value();
        row.owner = wanted.owner().map(TenantId::value).orElse(null);
        row.queue = wanted.queue().id();
        row.spec = Json.text(wanted.spec());
        row.detail = Json.text(first);
        row.state = first.state().name();
        row.run = first.run();
        row.turnTenant = tenant.value();
        row.turnEvaluation = evaluation.value();
        row.stateSince = now;
        return row;
    }

    @Override
    public void unwant(EvaluationId evaluation) {
        for (JobKey key : wishes.of(evaluation)) {
            JobRow row = jobs.lock(key).orElseThrow();
            wishes.withdraw(evaluation, key);
            takeTurn(row);
            transitions.apply(key, new Input.Unwanted(evaluation), time.now());
        }
    }

    /** The job is released in the turn of an evaluation that still wants it. */
    private void takeTurn(JobRow row) {
        List<Wishes.Wish> standing = wishes.standing(JobRows.key(row));
        boolean stands =
                standing.stream().anyMatch(wish -> wish.evaluation().value().equals(row.turnEvaluation));
        if (!stands && !standing.isEmpty()) {
            row.turnTenant = standing.getFirst().tenant().value();
            row.turnEvaluation = standing.getFirst().evaluation().value();
        }
    }

    @Override
    public JobRef retry(JobKey job) {
        reopening.reopen(job, time.now());
        return state(job).orElseThrow(() -> new CarryoverException(ErrorCode.NOT_FOUND, "no job " + job));
    }

    @Override
    public JobRef rerun(JobKey job, int revision) {
        JobRow row = jobs.lock(job).orElseThrow(() -> new CarryoverException(ErrorCode.NOT_FOUND, "no job " + job));
        Job found = JobRows.read(row);
        if (!(found.state() instanceof JobState.Succeeded) || !found.wanted()) {
            throw new CarryoverException(
                    ErrorCode.CANNOT_RUN_AGAIN,
                    "job %s is %s%s: only one that has succeeded and is wanted runs again"
                            .formatted(job, row.state, found.wanted() ? "" : " and nobody wants it"));
        }
        SortedSet<JobKey> unfinished = new TreeSet<>();
        for (Dependencies.Input input : dependencies.inputs(job)) {
            JobStatus state = JobStatus.parse(input.state());
            if (state.ended() && state != JobStatus.SUCCEEDED) {
                throw new CarryoverException(
                        ErrorCode.CANNOT_RUN_AGAIN,
                        "job %s reads job %s, which is %s".formatted(job, input.job(), state.id()));
            }
            if (!state.ended()) {
                unfinished.add(input.job());
            }
        }
        row.revision = Math.max(row.revision + 1, revision);
        transitions.apply(job, new Input.Rerun(unfinished), time.now());
        return ref(row);
    }

    @Override
    public int revision(JobKey job) {
        return jobs.findByIdOptional(job.value()).map(row -> row.revision).orElse(1);
    }

    @Override
    public Optional<JobView> find(JobKey job) {
        return views.find(job);
    }

    @Override
    public Optional<JobRef> state(JobKey job) {
        return jobs.findByIdOptional(job.value()).map(JobService::ref);
    }

    @Override
    public Optional<Outcome> outcome(JobKey job) {
        return jobs.findByIdOptional(job.value())
                .flatMap(row -> Optional.ofNullable(row.outcome))
                .map(text -> Json.read(text, Outcome.class));
    }

    @Override
    public boolean knownTo(TenantId tenant, JobKey job) {
        return wishes.known(tenant, job);
    }

    @Override
    public List<JobSummary> ofEvaluation(EvaluationId evaluation) {
        return views.ofEvaluation(evaluation);
    }

    @Override
    public List<JobEntry> page(Collection<EvaluationId> wishers, JobFilter filter, long after, int limit) {
        return views.page(wishers, filter, after, limit);
    }

    @Override
    public List<JobCount> count(Collection<EvaluationId> wishers) {
        return views.count(wishers);
    }

    @Override
    public Optional<String> log(JobKey job, Sha256 log) {
        return views.find(job).stream()
                        .flatMap(view -> view.story().stream())
                        .anyMatch(line -> line.log().filter(log::equals).isPresent())
                ? outcomes.log(log)
                : Optional.empty();
    }

    private static JobRef ref(JobRow row) {
        return new JobRef(JobRows.key(row), JobStatus.parse(row.state));
    }
}
