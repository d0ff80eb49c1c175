/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Kind;
import io.carryover.gateway.core.JobStatus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The broker goes away under running jobs and comes back without a memory of leases. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class BrokerChaosIT extends Scene {
    @Test
    void runningJobsSurviveARestartOfTheBroker() {
        List<JobKey> all = new ArrayList<>(want(evaluation(), Kind.SEGMENTATION, 6, 20, 100));
        try (WorkerProcess one = WorkerProcess.start("segmentation.cpu");
                WorkerProcess two = WorkerProcess.start("segmentation.cpu")) {
            await(
                    () -> all.stream()
                                    .filter(job -> status(job) == JobStatus.RUNNING)
                                    .count()
                            == 2,
                    Duration.ofMinutes(1),
                    () -> "they don't start: " + all.stream().map(jobs::find).toList());
            Infrastructure.restartBroker();
            all.add(wantOne(Kind.SEGMENTATION, 1, 10));
            await(
                    () -> all.stream().allMatch(job -> status(job).ended()),
                    Duration.ofMinutes(2),
                    () -> "left: " + all.stream().map(jobs::find).toList());
            assertThat(one.isAlive() && two.isAlive()).isTrue();
        }
        eachHasExactlyOneResult(all);
    }
}
