/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Kind;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.Jobs;
import io.carryover.gateway.core.WantedJob;
import io.carryover.gateway.core.run.Outcomes;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the chaos tests share: wishes, waiting, and the check that each ends with. */
abstract class Scene {
    @Inject
    Jobs jobs;

    @Inject
    Outcomes outcomes;

    @Inject
    Recorder recorder;

    static EvaluationId evaluation() {
        return new EvaluationId("e-" + UUID.randomUUID());
    }

    /** So many new jobs of that kind, wanted by one evaluation. */
    List<JobKey> want(EvaluationId evaluation, Kind kind, int count, int steps, long stepMillis) {
        List<JobSpec> specs = IntStream.range(0, count)
                .<JobSpec>mapToObj(i -> new JobSpec.Sleep(kind, evaluation + "-" + i, steps, stepMillis))
                .toList();
        return QuarkusTransaction.requiringNew().timeout(300).call(() -> specs.stream()
                .map(spec -> jobs.want(TenantId.LOCAL, evaluation, new WantedJob(spec, Optional.empty()))
                        .key())
                .toList());
    }

    JobKey wantOne(Kind kind, int steps, long stepMillis) {
        return want(evaluation(), kind, 1, steps, stepMillis).getFirst();
    }

    JobStatus status(JobKey job) {
        return jobs.state(job).orElseThrow().state();
    }

    List<String> story(JobKey job) {
        return jobs.find(job).orElseThrow().story().stream()
                .map(line -> line.what())
                .toList();
    }

    void awaitStatus(JobKey job, JobStatus status, Duration patience) {
        await(() -> status(job) == status, patience, () -> "job is " + jobs.find(job));
    }

    static void await(BooleanSupplier condition, Duration patience, java.util.function.Supplier<String> problem) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in " + patience + ": " + problem.get());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Succeeded, by the outcome that the store has. */
    void eachSucceededOnce(Collection<JobKey> all) {
        for (JobKey job : all) {
            assertThat(status(job)).as(() -> "job " + jobs.find(job)).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(jobs.outcome(job)).isPresent().isEqualTo(outcomes.find(job));
            assertThat(story(job)).containsOnlyOnce("succeeded");
        }
    }

    /** What chaos ends with: as above, and one result on the topic for each and no more. */
    void eachHasExactlyOneResult(Collection<JobKey> all) {
        eachSucceededOnce(all);
        var keys =
                all.stream().map(job -> Recorder.resultKey(job).digest().hex()).collect(Collectors.toSet());
        assertThat(ResultsTopic.read(keys)).containsExactlyInAnyOrderElementsOf(keys);
    }
}
