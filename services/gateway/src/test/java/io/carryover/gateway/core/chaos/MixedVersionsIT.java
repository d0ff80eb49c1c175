/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.json.Json;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.WantedJob;
import io.carryover.messaging.Earlier;
import io.carryover.storage.ObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A rolling upgrade, seen from this release's gateway: workers of another one are simulated, see {@link OtherWorker}. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class MixedVersionsIT extends Scene {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Queue QUEUE = Queue.parse("features.cuda");

    @Inject
    ObjectStore store;

    @Test
    void anOlderWorkerReadsItsJobAndIsUnderstood() {
        doneBy(new OtherWorker(QUEUE, JobMessage.VERSION, false));
    }

    @Test
    void aLaterWorkerThatReadsMoreIsGivenWhatThisGatewayWrites() {
        doneBy(new OtherWorker(QUEUE, JobMessage.VERSION + 1, true));
    }

    @Test
    void jobsWaitForTheLastWorkerThatCannotReadThemAndSayWhy() {
        OtherWorker older = new OtherWorker(QUEUE, JobMessage.VERSION - 1, false);
        OtherWorker upgraded = new OtherWorker(QUEUE, JobMessage.VERSION, false);
        JobKey job = wish();
        await(
                () -> {
                    older.announce();
                    upgraded.announce();
                    return waitsFor(job).startsWith("older workers of features.cuda to leave");
                },
                PATIENCE,
                () -> "it waits for " + waitsFor(job));
        assertThat(status(job)).isEqualTo(JobStatus.QUEUED);

        older.leave();

        upgraded.run(released(job, upgraded), store);
        awaitStatus(job, JobStatus.SUCCEEDED, PATIENCE);
        upgraded.leave();
        eachHasExactlyOneResult(List.of(job));
    }

    private void doneBy(OtherWorker worker) {
        JobKey job = wish();

        JobMessage message = released(job, worker);
        worker.run(message, store);

        awaitStatus(job, JobStatus.SUCCEEDED, PATIENCE);
        worker.leave();
        assertThat(story(job)).containsSubsequence("started", "succeeded");
        eachHasExactlyOneResult(List.of(job));
    }

    /** The job's record, once the worker may have it; an older release finds all that it looks for. */
    private JobMessage released(JobKey job, OtherWorker worker) {
        await(
                () -> {
                    worker.announce();
                    return status(job) == JobStatus.RELEASED;
                },
                PATIENCE,
                () -> "not released: " + jobs.find(job));
        byte[] record =
                JobsTopic.read(QUEUE.topic(), job.value(), PATIENCE).getLast().value();
        assertThat(Earlier.missing(Earlier.message("job-message/v1-sleep"), Json.read(record, JsonNode.class)))
                .isEmpty();
        return Json.readVersioned(record, JobMessage.class, JobMessage.VERSION);
    }

    private JobKey wish() {
        EvaluationId evaluation = evaluation();
        JobSpec spec = new JobSpec.Sleep(Kind.FEATURES, evaluation + "-mixed", 3, 1);
        return jobs.want(TenantId.LOCAL, evaluation, new WantedJob(spec, Optional.empty(), DeviceClass.CUDA))
                .key();
    }

    private String waitsFor(JobKey job) {
        return jobs.find(job).orElseThrow().waitsFor().orElse("nothing");
    }
}
