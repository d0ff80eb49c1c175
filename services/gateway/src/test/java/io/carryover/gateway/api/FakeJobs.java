/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import io.carryover.contracts.api.JobView;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.error.ErrorClass;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent.Progress;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.gateway.core.JobCount;
import io.carryover.gateway.core.JobEntry;
import io.carryover.gateway.core.JobFilter;
import io.carryover.gateway.core.JobObserver;
import io.carryover.gateway.core.JobRef;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.JobSummary;
import io.carryover.gateway.core.Jobs;
import io.carryover.gateway.core.WantedJob;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Jobs that run when a test says so: the seam that the API is written against, without Kafka and workers. */
@Alternative
@ApplicationScoped
public class FakeJobs implements Jobs {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private final Map<JobKey, Job> jobs = Collections.synchronizedMap(new LinkedHashMap<>());

    @Inject
    @Any
    Instance<JobObserver> observers;

    private static final class Job {
        final WantedJob wanted;
        final Set<EvaluationId> wishes = ConcurrentHashMap.newKeySet();
        volatile JobStatus state = JobStatus.QUEUED;
        final AtomicInteger run = new AtomicInteger(1);
        final AtomicInteger revision = new AtomicInteger(1);
        volatile Optional<Progress> progress = Optional.empty();
        volatile Optional<JobSummary.Failure> failure = Optional.empty();
        volatile Optional<Outcome> outcome = Optional.empty();

        Job(WantedJob wanted) {
            this.wanted = wanted;
        }
    }

    @Override
    public JobRef want(TenantId tenant, EvaluationId evaluation, WantedJob wanted) {
        wanted.spec().inputs().forEach(input -> {
            if (!jobs.containsKey(input)) {
                throw new IllegalStateException("input was not wanted before: " + input);
            }
        });
        Job job = jobs.computeIfAbsent(wanted.key(), _ -> new Job(wanted));
        job.wishes.add(evaluation);
        return new JobRef(wanted.key(), job.state);
    }

    @Override
    public void unwant(EvaluationId evaluation) {
        all().forEach((key, job) -> {
            if (job.wishes.remove(evaluation) && job.wishes.isEmpty() && !job.state.ended()) {
                job.state = JobStatus.CANCELLED;
                observers.forEach(observer -> observer.onCancelled(key));
            }
        });
    }

    @Override
    public JobRef retry(JobKey key) {
        Job job = job(key);
        boolean user = job.failure
                .filter(why -> why.code().errorClass() == ErrorClass.USER)
                .isPresent();
        if (job.state.ended() && job.state != JobStatus.SUCCEEDED && !user) {
            job.state = JobStatus.QUEUED;
            job.failure = Optional.empty();
            job.run.incrementAndGet();
            observers.forEach(observer -> observer.onReopened(key));
        }
        return new JobRef(key, job.state);
    }

    @Override
    public JobRef rerun(JobKey key, int revision) {
        Job job = job(key);
        job.state = JobStatus.QUEUED;
        job.outcome = Optional.empty();
        job.run.incrementAndGet();
        job.revision.updateAndGet(before -> Math.max(before + 1, revision));
        observers.forEach(observer -> observer.onReopened(key));
        return new JobRef(key, job.state);
    }

    @Override
    public int revision(JobKey key) {
        return job(key).revision.get();
    }

    @Override
    public Optional<JobView> find(JobKey key) {
        return Optional.ofNullable(jobs.get(key))
                .map(job -> new JobView(
                        key,
                        job.state.id(),
                        job.run.get(),
                        job.wanted.queue(),
                        job.wanted.spec(),
                        Optional.empty(),
                        job.progress,
                        job.failure.map(why -> Problem.of(why.code(), why.message())),
                        job.outcome,
                        List.of()));
    }

    @Override
    public Optional<JobRef> state(JobKey key) {
        return Optional.ofNullable(jobs.get(key)).map(job -> new JobRef(key, job.state));
    }

    @Override
    public Optional<Outcome> outcome(JobKey key) {
        return Optional.ofNullable(jobs.get(key)).flatMap(job -> job.outcome);
    }

    @Override
    public boolean knownTo(TenantId tenant, JobKey key) {
        return jobs.containsKey(key);
    }

    @Override
    public List<JobSummary> ofEvaluation(EvaluationId evaluation) {
        return ofAny(List.of(evaluation));
    }

    /** Positions are places among all jobs. */
    @Override
    public List<JobEntry> page(Collection<EvaluationId> wishers, JobFilter filter, long after, int limit) {
        List<JobKey> order = List.copyOf(all().keySet());
        return ofAny(wishers).stream()
                .filter(job -> filter.steps().isEmpty()
                        || filter.steps().contains(job.spec().step()))
                .filter(job -> filter.states().isEmpty() || filter.states().contains(job.state()))
                .map(job -> new JobEntry(
                        order.indexOf(job.key()) + 1,
                        job,
                        job.state() == JobStatus.RUNNING ? Optional.of(new WorkerId("w-1")) : Optional.empty(),
                        AT,
                        job.state() == JobStatus.QUEUED ? 0 : 1))
                .filter(entry -> entry.position() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public List<JobCount> count(Collection<EvaluationId> wishers) {
        var counts = new LinkedHashMap<String, TreeMap<JobStatus, Long>>();
        ofAny(wishers).forEach(job -> counts.computeIfAbsent(job.spec().step(), _ -> new TreeMap<>())
                .merge(job.state(), 1L, Long::sum));
        return counts.entrySet().stream()
                .flatMap(step -> step.getValue().entrySet().stream()
                        .map(state -> new JobCount(step.getKey(), state.getKey(), state.getValue())))
                .toList();
    }

    @Override
    public Optional<String> log(JobKey job, Sha256 log) {
        return Optional.empty();
    }

    private List<JobSummary> ofAny(Collection<EvaluationId> wishers) {
        var found = new ArrayList<JobSummary>();
        all().forEach((key, job) -> {
            if (wishers.stream().anyMatch(job.wishes::contains)) {
                found.add(new JobSummary(
                        key,
                        job.state,
                        job.run.get(),
                        job.wanted.queue(),
                        job.wanted.spec(),
                        job.state == JobStatus.QUEUED
                                ? Optional.of("no worker for queue " + job.wanted.queue())
                                : Optional.empty(),
                        job.progress,
                        job.failure));
            }
        });
        return found;
    }

    /** Everything wanted so far, in order. */
    public List<WantedJob> wanted() {
        return all().values().stream().map(job -> job.wanted).toList();
    }

    /** A worker took the job and has not told anything yet. */
    @Transactional
    public void start(JobKey key) {
        job(key).state = JobStatus.RUNNING;
    }

    /** The job runs and says how far it is. */
    @Transactional
    public void progress(JobKey key, Progress progress) {
        Job job = job(key);
        job.state = JobStatus.RUNNING;
        job.progress = Optional.of(progress);
        observers.forEach(observer -> observer.onProgress(key, progress));
    }

    /** The job succeeds with this output. */
    @Transactional
    public void succeed(JobKey key, StepOutput output) {
        succeed(key, output, Map.of());
    }

    /** As above, with what it kept. */
    @Transactional
    public void succeed(JobKey key, StepOutput output, Map<String, ArtifactRef> artifacts) {
        Job job = job(key);
        var outcome = new Outcome(
                Outcome.VERSION,
                key,
                job.run.get(),
                new AttemptId("a-1"),
                job.wanted.spec().step(),
                job.wanted.spec().stepVersion(),
                output,
                new TreeMap<>(artifacts),
                new Provenance(Variant.HEADS_CPU, 2, "test", new WorkerId("w-1"), "here", AT, Duration.ofSeconds(3)));
        job.state = JobStatus.SUCCEEDED;
        job.failure = Optional.empty();
        job.outcome = Optional.of(outcome);
        observers.forEach(observer -> observer.onSucceeded(key, outcome, TenantId.LOCAL));
    }

    /** The job fails for good, and what depends on it is skipped. */
    @Transactional
    public void fail(JobKey key, ErrorCode code, String message) {
        Job job = job(key);
        job.state = JobStatus.FAILED;
        job.failure = Optional.of(new JobSummary.Failure(code, message));
        observers.forEach(observer -> observer.onFailed(key, code, message));
        all().forEach((other, dependent) -> {
            if (dependent.wanted.spec().inputs().contains(key)) {
                dependent.state = JobStatus.SKIPPED;
                dependent.failure = job.failure;
                observers.forEach(observer -> observer.onSkipped(other, key));
            }
        });
    }

    /** A copy: observers are called while none of this is locked, as rows are held then. */
    private Map<JobKey, Job> all() {
        synchronized (jobs) {
            return new LinkedHashMap<>(jobs);
        }
    }

    private Job job(JobKey key) {
        Job job = jobs.get(key);
        if (job == null) {
            throw new IllegalArgumentException("never wanted: " + key);
        }
        return job;
    }
}
