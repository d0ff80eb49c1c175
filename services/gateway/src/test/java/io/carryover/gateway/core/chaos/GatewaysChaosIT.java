/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Kind;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two gateways share the work, and one is killed in the middle of it. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class GatewaysChaosIT extends Scene {
    @Test
    void oneGatewayGoesOnWhereTheOtherWasKilled() {
        try (GatewayProcess second = GatewayProcess.start();
                WorkerProcess one = WorkerProcess.start("features.cpu");
                WorkerProcess two = WorkerProcess.start("features.cpu")) {
            await(second::isUp, Duration.ofMinutes(1), () -> "the second gateway does not start");
            List<JobKey> all = want(evaluation(), Kind.FEATURES, 60, 3, 30);
            await(() -> ended(all) >= 20, Duration.ofMinutes(1), () -> "only " + ended(all) + " ended");
            second.kill();
            await(() -> ended(all) == all.size(), Duration.ofMinutes(2), () -> "only " + ended(all) + " ended");
            assertThat(one.isAlive() && two.isAlive()).isTrue();
            eachSucceededOnce(all);
        }
    }

    private long ended(List<JobKey> all) {
        return all.stream().filter(job -> status(job).ended()).count();
    }
}
