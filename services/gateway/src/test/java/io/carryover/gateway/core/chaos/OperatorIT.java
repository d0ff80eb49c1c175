/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.job.Queue;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.WantedJob;
import io.carryover.gateway.core.table.JobTable;
import io.carryover.storage.ObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queues drained and jobs run again by an operator, on real Kafka, store and database. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class OperatorIT extends Scene {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Queue HEADS = Queue.parse("heads.cuda");

    @Inject
    JobTable table;

    @Inject
    ObjectStore store;

    private final EvaluationId evaluation = evaluation();
    private Optional<Puppet> puppet = Optional.empty();

    @BeforeEach
    void takeThePuppet() {
        puppet = Optional.of(new Puppet(table, store));
    }

    @AfterEach
    void putThePuppetAway() {
        given().delete("/v1/queues/heads.cuda/drain");
        jobs.unwant(evaluation);
        puppet.ifPresent(Puppet::close);
    }

    private Puppet worker() {
        return puppet.orElseThrow();
    }

    private JobKey wish(String name) {
        JobSpec spec = new JobSpec.Sleep(Kind.HEADS, evaluation + name, 1, 1);
        return jobs.want(TenantId.LOCAL, evaluation, new WantedJob(spec, Optional.empty(), DeviceClass.CUDA))
                .key();
    }

    @Test
    void ofADrainedQueueWhatWasReleasedRunsToItsEndAndTheRestWaits() {
        JobKey running = wish("running");
        Attempt attempt = worker().start(running, List.of(HEADS));
        given().post("/v1/queues/heads.cuda/drain").then().statusCode(200).body("jobs.running", equalTo(1));

        JobKey late = wish("late");
        worker().succeed(attempt);
        awaitStatus(running, JobStatus.SUCCEEDED, PATIENCE);
        // Room, work and a live worker: an open queue would have released it with the success.
        worker().announce(List.of(HEADS));
        assertThat(status(late)).isEqualTo(JobStatus.QUEUED);
        await(
                () -> jobs.find(late)
                        .orElseThrow()
                        .waitsFor()
                        .equals(Optional.of("the end of the drain of heads.cuda")),
                PATIENCE,
                () -> "waits for " + jobs.find(late).orElseThrow().waitsFor());

        given().delete("/v1/queues/heads.cuda/drain").then().statusCode(200);
        worker().succeed(worker().start(late, List.of(HEADS)));
        awaitStatus(late, JobStatus.SUCCEEDED, PATIENCE);
    }

    @Test
    void aJobThatKilledItsWorkersRunsOnceMoreWhenItIsRequeued() {
        JobKey job = wish("poison");
        for (int attempts = 0; attempts < 3; attempts++) {
            worker().fail(worker().start(job, List.of(HEADS)), ErrorCode.INTERNAL, "a defect");
        }
        awaitStatus(job, JobStatus.FAILED, PATIENCE);

        given().post("/v1/jobs/{job}/requeue", job.value())
                .then()
                .statusCode(202)
                .body("run", equalTo(2));
        worker().succeed(worker().start(job, List.of(HEADS)));
        awaitStatus(job, JobStatus.SUCCEEDED, PATIENCE);
        given().post("/v1/jobs/{job}/requeue", job.value())
                .then()
                .statusCode(409)
                .body("detail", equalTo("job '%s' stays succeeded".formatted(job)));
    }

    @Test
    void whatIsRunAgainForgetsItsOutcomeAndCountsAnew() {
        JobKey job = wish("again");
        Attempt first = worker().start(job, List.of(HEADS));
        assertThatThrownBy(() -> jobs.rerun(job, 1)).hasMessageContaining("only one that has succeeded");
        worker().succeed(first);
        awaitStatus(job, JobStatus.SUCCEEDED, PATIENCE);
        assertThat(jobs.revision(job)).isEqualTo(1);

        jobs.rerun(job, 5);

        assertThat(jobs.outcome(job)).isEmpty();
        assertThat(outcomes.find(job)).as("it is in quarantine").isEmpty();
        Attempt second = worker().start(job, List.of(HEADS));
        worker().succeed(second);
        awaitStatus(job, JobStatus.SUCCEEDED, PATIENCE);
        assertThat(jobs.revision(job)).isEqualTo(5);
        assertThat(jobs.outcome(job).orElseThrow().attempt()).isEqualTo(second.attempt());
        assertThat(recorder.told(job)).containsExactly("succeeded", "reopened", "succeeded");
    }
}
