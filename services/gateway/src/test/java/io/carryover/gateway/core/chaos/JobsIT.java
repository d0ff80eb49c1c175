/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.json.Json;
import io.carryover.gateway.core.JobCount;
import io.carryover.gateway.core.JobEntry;
import io.carryover.gateway.core.JobFilter;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.WantedJob;
import io.carryover.gateway.core.Workers;
import io.carryover.gateway.core.run.Releaser;
import io.carryover.gateway.core.table.JobTable;
import io.carryover.storage.Blobs;
import io.carryover.storage.ObjectStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Wishes, dependents, failures and second thoughts, with a worker whose every word is the test's. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class JobsIT extends Scene {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    JobTable table;

    @Inject
    ObjectStore store;

    @Inject
    Workers workers;

    @Inject
    Releaser releaser;

    private final List<EvaluationId> evaluations = new ArrayList<>();
    private Optional<Puppet> puppet = Optional.empty();

    @BeforeEach
    void takeThePuppet() {
        puppet = Optional.of(new Puppet(table, store));
    }

    @AfterEach
    void putThePuppetAway() {
        evaluations.forEach(jobs::unwant);
        puppet.ifPresent(Puppet::close);
    }

    private EvaluationId newEvaluation() {
        EvaluationId fresh = evaluation();
        evaluations.add(fresh);
        return fresh;
    }

    private Puppet worker() {
        return puppet.orElseThrow();
    }

    private JobKey wish(EvaluationId evaluation, JobSpec spec) {
        return jobs.want(TenantId.LOCAL, evaluation, new WantedJob(spec, Optional.empty(), DeviceClass.CUDA))
                .key();
    }

    private static JobSpec features(EvaluationId evaluation, String name) {
        return new JobSpec.Sleep(Kind.FEATURES, evaluation + name, 1, 1);
    }

    private static JobSpec probe(JobKey train, JobKey val, JobKey test) {
        return new JobSpec.LinearProbe(train, val, test, ProtocolId.STUDY, "top1", Variant.HEADS_CPU);
    }

    @Test
    void whileAWorkerOfAnOlderReleaseServesAQueueItsJobsWait() {
        Queue shared = Queue.parse("detection.cpu");
        List<Queue> both = List.of(shared, Queue.parse("segmentation.cpu"));
        EvaluationId evaluation = newEvaluation();
        try (Puppet old = new Puppet(table, store)) {
            await(
                    () -> {
                        old.announce(List.of(shared), JobMessage.VERSION - 1);
                        return workers.live().stream()
                                .anyMatch(live -> live.worker().equals(old.id()));
                    },
                    PATIENCE,
                    () -> "the old worker is not known");
            JobKey held = jobs.want(TenantId.LOCAL, evaluation, sleep(Kind.DETECTION, evaluation + "held"))
                    .key();
            JobKey free = jobs.want(TenantId.LOCAL, evaluation, sleep(Kind.SEGMENTATION, evaluation + "free"))
                    .key();
            await(
                    () -> {
                        old.announce(List.of(shared), JobMessage.VERSION - 1);
                        worker().announce(both);
                        return status(free) == JobStatus.RELEASED;
                    },
                    PATIENCE,
                    () -> "not released: " + status(free));
            assertThat(status(held)).isEqualTo(JobStatus.QUEUED);
            old.leave();
            await(
                    () -> {
                        worker().announce(both);
                        return status(held) == JobStatus.RELEASED;
                    },
                    PATIENCE,
                    () -> "not released after the old worker left: " + status(held));
        }
    }

    private static WantedJob sleep(Kind kind, String name) {
        return new WantedJob(new JobSpec.Sleep(kind, name, 1, 1), Optional.empty());
    }

    @Test
    void aReleaseDoesNotWaitForAPlanThatIsBeingMade() {
        EvaluationId evaluation = newEvaluation();
        wish(evaluation, features(evaluation, "planned"));
        QuarkusTransaction.requiringNew().run(() -> {
            wish(evaluation, features(evaluation, "being planned"));
            var release = new FutureTask<>(() -> releaser.release(Queue.parse("features.cuda")));
            Thread.ofVirtual().start(release);
            assertThat(release).succeedsWithin(PATIENCE);
        });
    }

    @Test
    void aJobRunsOnceItsInputsHaveSucceeded() {
        EvaluationId evaluation = newEvaluation();
        JobKey train = wish(evaluation, features(evaluation, "train"));
        JobKey test = wish(evaluation, features(evaluation, "test"));
        JobKey probe = wish(evaluation, probe(train, train, test));
        assertThat(status(probe)).isEqualTo(JobStatus.PLANNED);
        assertThat(jobs.find(probe).orElseThrow().waitsFor().orElseThrow())
                .startsWith("waiting for job ")
                .contains(train.value().substring(0, 12), test.value().substring(0, 12));

        worker().succeed(worker().start(train));
        awaitStatus(train, JobStatus.SUCCEEDED, PATIENCE);
        assertThat(status(probe)).isEqualTo(JobStatus.PLANNED);
        worker().succeed(worker().start(test));

        worker().succeed(worker().start(probe));
        awaitStatus(probe, JobStatus.SUCCEEDED, PATIENCE);
        eachSucceededOnce(List.of(train, test, probe));
    }

    @Test
    void whatDependsOnAUsersErrorIsSkippedAndNotTriedAgain() {
        EvaluationId evaluation = newEvaluation();
        JobKey train = wish(evaluation, features(evaluation, "bad"));
        JobKey probe = wish(evaluation, probe(train, train, train));

        worker().fail(worker().start(train), ErrorCode.NOT_FINITE_WEIGHTS, "tensor conv1.weight holds NaN");
        awaitStatus(probe, JobStatus.SKIPPED, PATIENCE);
        assertThat(status(train)).isEqualTo(JobStatus.FAILED);
        assertThat(recorder.told(train)).containsExactly("failed");
        assertThat(recorder.told(probe)).containsExactly("skipped");
        assertThat(jobs.ofEvaluation(evaluation))
                .extracting(job -> job.failure().orElseThrow().message())
                .containsExactly("tensor conv1.weight holds NaN", "tensor conv1.weight holds NaN");

        EvaluationId another = newEvaluation();
        assertThat(status(wish(another, features(evaluation, "bad")))).isEqualTo(JobStatus.FAILED);
        assertThat(status(wish(another, probe(train, train, train)))).isEqualTo(JobStatus.SKIPPED);
        assertThat(jobs.retry(probe).state()).isEqualTo(JobStatus.SKIPPED);
    }

    @Test
    void aListInPagesSaysWhoHasItHowOftenItWasBegunAndWhatFailed() {
        EvaluationId evaluation = newEvaluation();
        JobKey train = wish(evaluation, features(evaluation, "listed-train"));
        JobKey test = wish(evaluation, features(evaluation, "listed-test"));
        JobKey probe = wish(evaluation, probe(train, train, test));
        worker().fail(worker().start(train), ErrorCode.INTERNAL, "a defect");
        Attempt again = worker().start(train);
        awaitStatus(train, JobStatus.RUNNING, PATIENCE);

        List<EvaluationId> wishers = List.of(evaluation, evaluation());
        var all = new JobFilter(Set.of(), Set.of());
        List<JobEntry> first = jobs.page(wishers, all, 0, 2);
        List<JobEntry> rest = jobs.page(wishers, all, first.getLast().position(), 2);
        assertThat(first).extracting(entry -> entry.job().key()).containsExactly(train, test);
        assertThat(rest).extracting(entry -> entry.job().key()).containsExactly(probe);
        assertThat(first.getFirst().attempts()).isEqualTo(2);
        assertThat(first.getFirst().worker()).contains(worker().id());
        assertThat(jobs.page(wishers, new JobFilter(Set.of("linear"), Set.of(JobStatus.PLANNED)), 0, 9))
                .extracting(entry -> entry.job().key())
                .containsExactly(probe);
        assertThat(jobs.count(wishers))
                .contains(new JobCount("sleep", JobStatus.RUNNING, 1), new JobCount("linear", JobStatus.PLANNED, 1))
                .hasSize(3);
        assertThat(jobs.page(List.of(evaluation()), all, 0, 9)).isEmpty();

        worker().fail(again, ErrorCode.NOT_FINITE_WEIGHTS, "NaN");
        awaitStatus(probe, JobStatus.SKIPPED, PATIENCE);
        assertThat(jobs.page(wishers, new JobFilter(Set.of(), Set.of(JobStatus.FAILED)), 0, 9))
                .extracting(entry -> entry.job().failure().orElseThrow().message())
                .containsExactly("NaN");
    }

    @Test
    void theLogOfAFailedAttemptIsReadByItsNameInTheStoryAlone() {
        EvaluationId evaluation = newEvaluation();
        JobKey job = wish(evaluation, features(evaluation, "logged"));
        var blobs = new Blobs(store, Path.of(System.getProperty("java.io.tmpdir")));
        Sha256 log = blobs.put("last words\n".getBytes(UTF_8), ArtifactRef.TEXT).sha256();
        Sha256 other =
                blobs.put("of another\n".getBytes(UTF_8), ArtifactRef.TEXT).sha256();

        worker().fail(worker().start(job), ErrorCode.NOT_FINITE_WEIGHTS, "NaN", Optional.of(log.hex()));
        awaitStatus(job, JobStatus.FAILED, PATIENCE);

        assertThat(jobs.find(job).orElseThrow().story())
                .filteredOn(line -> line.what().equals("attempt failed"))
                .extracting(line -> line.log().orElseThrow())
                .containsExactly(log);
        assertThat(jobs.log(job, log)).contains("last words\n");
        assertThat(jobs.log(job, other)).isEmpty();
    }

    @Test
    void aDefectIsTriedAgainAndThenOnlyWhenAsked() {
        EvaluationId evaluation = newEvaluation();
        JobKey train = wish(evaluation, features(evaluation, "defect"));
        JobKey probe = wish(evaluation, probe(train, train, train));
        for (int attempts = 0; attempts < 3; attempts++) {
            worker().fail(worker().start(train), ErrorCode.INTERNAL, "a defect");
        }
        awaitStatus(probe, JobStatus.SKIPPED, PATIENCE);

        jobs.retry(probe);
        assertThat(status(probe)).isEqualTo(JobStatus.PLANNED);
        worker().succeed(worker().start(train));
        worker().succeed(worker().start(probe));
        awaitStatus(probe, JobStatus.SUCCEEDED, PATIENCE);
        assertThat(jobs.find(train).orElseThrow().run()).isEqualTo(2);
        assertThat(recorder.told(train)).containsExactly("failed", "reopened", "succeeded");
    }

    @Test
    void anOutcomeThatIsCommittedAfterTheFailureIsFoundAndCounts() {
        EvaluationId evaluation = newEvaluation();
        JobKey train = wish(evaluation, features(evaluation, "late"));
        JobKey probe = wish(evaluation, probe(train, train, train));
        Attempt attempt = worker().start(train);
        worker().fail(attempt, ErrorCode.NOT_FINITE_WEIGHTS, "so it seemed");
        awaitStatus(probe, JobStatus.SKIPPED, PATIENCE);

        worker().commit(attempt);

        awaitStatus(train, JobStatus.SUCCEEDED, PATIENCE);
        assertThat(status(probe)).isIn(JobStatus.QUEUED, JobStatus.RELEASED);
        worker().succeed(worker().start(probe));
        awaitStatus(probe, JobStatus.SUCCEEDED, PATIENCE);
    }

    @Test
    void aSuccessThatTheStoreDoesNotKnowDoesNotCount() {
        EvaluationId evaluation = newEvaluation();
        JobKey job = wish(evaluation, features(evaluation, "liar"));
        Attempt attempt = worker().start(job);
        worker().succeededWithoutOutcome(attempt);
        await(() -> story(job).contains("success without an outcome"), PATIENCE, () -> "no such story");
        assertThat(status(job)).isEqualTo(JobStatus.RUNNING);

        worker().succeed(attempt);
        awaitStatus(job, JobStatus.SUCCEEDED, PATIENCE);
    }

    @Test
    void afterADefectAJobAsksForAnotherWorkerWhileThereIsOne() {
        EvaluationId evaluation = newEvaluation();
        JobKey job = wish(evaluation, features(evaluation, "moody"));
        Attempt first = worker().start(job);
        try (Puppet other = new Puppet(table, store)) {
            other.announce(List.of(Queue.parse("features.cuda")));
            worker().fail(first, ErrorCode.INTERNAL, "a defect");
            assertThat(dispatched(job, 2, other).avoid()).contains(worker().id());
        }
        worker().leaveToOthers(worker().start(job));
        assertThat(dispatched(job, 3, worker()).avoid())
                .as("nobody else is left")
                .isEmpty();
        worker().succeed(worker().start(job));
        awaitStatus(job, JobStatus.SUCCEEDED, PATIENCE);
        assertThat(story(job)).containsSubsequence("attempt failed", "handed back", "succeeded");
    }

    /** The newest dispatch of a job, once there are so many. */
    private JobMessage dispatched(JobKey job, int count, Puppet alive) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        await(
                () -> {
                    alive.announce(List.of(Queue.parse("features.cuda")));
                    records.clear();
                    records.addAll(JobsTopic.read("carryover.jobs.features.cuda", job.value(), PATIENCE));
                    return records.size() == count;
                },
                PATIENCE,
                () -> records.size() + " dispatches");
        assertThat(records.getLast().headers().lastHeader("traceparent"))
                .as("traces are off")
                .isNull();
        return Json.read(records.getLast().value(), JobMessage.class);
    }

    @Test
    void aJobLivesAsLongAsAnybodyWantsIt() {
        EvaluationId one = newEvaluation();
        EvaluationId two = newEvaluation();
        JobSpec spec = features(one, "shared");
        JobKey job = wish(one, spec);
        assertThat(wish(two, spec)).isEqualTo(job);

        jobs.unwant(one);
        assertThat(status(job).ended()).isFalse();
        jobs.unwant(two);
        assertThat(status(job)).isEqualTo(JobStatus.CANCELLED);
        assertThat(jobs.knownTo(TenantId.LOCAL, job)).isTrue();
        assertThat(jobs.knownTo(new TenantId("stranger"), job)).isFalse();

        wish(two, spec);
        worker().succeed(worker().start(job));
        awaitStatus(job, JobStatus.SUCCEEDED, PATIENCE);
        assertThat(jobs.find(job).orElseThrow().run()).isEqualTo(2);
    }

    @Test
    void aSmallEvaluationIsNotStuckBehindAHugeOne() {
        EvaluationId huge = newEvaluation();
        EvaluationId small = newEvaluation();
        List<JobKey> crowd = IntStream.range(0, 50)
                .mapToObj(i -> wish(huge, features(huge, "crowd" + i)))
                .toList();
        JobKey late = wish(small, features(small, "late"));

        // Workers of tests before this one may still be thought to live, and widen the window.
        await(
                () -> workers.live().stream().noneMatch(w -> w.queues().contains(Queue.parse("features.cuda"))),
                PATIENCE,
                () -> "live: " + workers.live());
        worker().announce(List.of(Queue.parse("features.cuda")));

        // One worker, two places: one for each of the two evaluations, whoever came first.
        await(() -> status(late) == JobStatus.RELEASED, PATIENCE, () -> "late is " + jobs.find(late));
        assertThat(released(crowd)).isEqualTo(1);
    }

    private long released(List<JobKey> all) {
        return all.stream().filter(job -> status(job) == JobStatus.RELEASED).count();
    }
}
