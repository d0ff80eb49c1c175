/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.machine.Job;
import io.carryover.contracts.machine.JobState;
import io.carryover.gateway.core.table.JobTable;
import io.carryover.messaging.KafkaEvents;
import io.carryover.messaging.KafkaSettings;
import io.carryover.storage.JobArtifacts;
import io.carryover.storage.ObjectStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A worker whose every word is the test's: it takes nothing from Kafka, but speaks as if it had. */
final class Puppet implements AutoCloseable {
    private final WorkerId worker = new WorkerId("puppet-" + UUID.randomUUID());
    private final KafkaEvents events = new KafkaEvents(
            KafkaSettings.of(Infrastructure.setting("carryover.kafka.bootstrap")),
            "/worker/" + worker,
            Clock.systemUTC());
    private final JobTable jobs;
    private final JobArtifacts artifacts;

    Puppet(JobTable jobs, ObjectStore store) {
        this.jobs = jobs;
        this.artifacts = new JobArtifacts(store);
    }

    WorkerId id() {
        return worker;
    }

    void announce(List<Queue> queues) {
        announce(queues, JobMessage.VERSION);
    }

    /** As a worker that reads jobs up to this version. */
    void announce(List<Queue> queues, int version) {
        var versions = new TreeMap<String, Integer>();
        queues.forEach(queue -> versions.put(queue.id(), version));
        events.publish(new WorkerEvent.Announced(
                WorkerEvent.VERSION, worker, queues, versions, "strings", "busy", Optional.empty(), "test"));
    }

    /** Begins the job once it is released. */
    Attempt start(JobKey job) {
        return start(job, List.of(Queue.parse("features.cuda"), Queue.parse("heads.cuda")));
    }

    /** As above, as a worker of these queues: the same ones for as long as it lives. */
    Attempt start(JobKey job, List<Queue> queues) {
        Scene.await(
                () -> {
                    announce(queues);
                    return state(job) instanceof JobState.Released;
                },
                Duration.ofSeconds(20),
                () -> "not released: " + state(job));
        Job released = read(job);
        var dispatch = ((JobState.Released) released.state()).dispatch();
        var attempt = new Attempt(
                job, released.run(), dispatch, new AttemptId(UUID.randomUUID().toString()), worker);
        events.publish(new WorkerEvent.Started(WorkerEvent.VERSION, attempt, 1));
        Scene.await(
                () -> state(job).current().filter(attempt.attempt()::equals).isPresent(),
                Duration.ofSeconds(20),
                () -> "not started: " + state(job));
        return attempt;
    }

    /** Commits an outcome and says so. */
    void succeed(Attempt attempt) {
        commit(attempt);
        events.publish(new WorkerEvent.Succeeded(WorkerEvent.VERSION, attempt, attempt.attempt()));
    }

    /** Commits features that lie in these shards, and says so. */
    void succeed(Attempt attempt, List<ArtifactRef> shards) {
        succeed(attempt, new StepOutput.FeaturesReady(1, 1, 1, shards, 0), Map.of());
    }

    /** Commits that, and says so. */
    void succeed(Attempt attempt, StepOutput output, Map<String, ArtifactRef> named) {
        commit(attempt, output, named);
        events.publish(new WorkerEvent.Succeeded(WorkerEvent.VERSION, attempt, attempt.attempt()));
    }

    /** Commits an outcome and says nothing. */
    void commit(Attempt attempt) {
        commit(attempt, new StepOutput.Slept(1, 0), Map.of());
    }

    private void commit(Attempt attempt, StepOutput output, Map<String, ArtifactRef> named) {
        var outcome = new Outcome(
                Outcome.VERSION,
                attempt.job(),
                attempt.run(),
                attempt.attempt(),
                "sleep",
                1,
                output,
                new TreeMap<>(named),
                new Provenance(Variant.HEADS_CPU, 1, "test", worker, "here", Instant.EPOCH, Duration.ZERO));
        if (artifacts.commit(outcome) instanceof JobArtifacts.Commit.Lost lost) {
            throw new IllegalStateException("committed before: " + lost);
        }
    }

    void fail(Attempt attempt, ErrorCode code, String message) {
        fail(attempt, code, message, Optional.empty());
    }

    void fail(Attempt attempt, ErrorCode code, String message, Optional<String> log) {
        events.publish(new WorkerEvent.AttemptFailed(WorkerEvent.VERSION, attempt, code, message, log));
    }

    void leaveToOthers(Attempt attempt) {
        events.publish(WorkerEvent.HandedBack.unbegun(attempt, WorkerEvent.HandedBack.AVOIDED));
    }

    void succeededWithoutOutcome(Attempt attempt) {
        events.publish(new WorkerEvent.Succeeded(WorkerEvent.VERSION, attempt, attempt.attempt()));
    }

    private JobState state(JobKey job) {
        return read(job).state();
    }

    private Job read(JobKey job) {
        return QuarkusTransaction.requiringNew().call(() -> Json.read(jobs.findById(job.value()).detail, Job.class));
    }

    void leave() {
        events.publish(new WorkerEvent.Left(WorkerEvent.VERSION, worker));
    }

    @Override
    public void close() {
        leave();
        events.close();
    }
}
