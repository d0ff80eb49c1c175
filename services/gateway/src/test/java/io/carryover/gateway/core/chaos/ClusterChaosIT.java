/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Kind;
import io.carryover.gateway.core.JobStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Brokers of a cluster are killed in turn under running jobs: two of three go on, and nothing that was said is lost. */
@QuarkusTest
@TestProfile(ClusterChaosIT.ThreeBrokers.class)
class ClusterChaosIT extends Scene {
    private static final int JOBS = 100;
    /** Ended without the broker that is away, before it may come back. */
    private static final int WITHOUT = 40;

    /** Nothing of what the other tests share. */
    public static final class ThreeBrokers implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Cluster.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    @Test
    void jobsGoOnWhileAnyOneOfThreeBrokersIsDead() throws Exception {
        List<JobKey> all = new ArrayList<>(some());
        try (WorkerProcess one = WorkerProcess.start(4, "heads.cpu");
                WorkerProcess two = WorkerProcess.start(4, "heads.cpu")) {
            awaitEnded(all, WITHOUT);
            for (int broker = 0; broker < BrokerProcess.COUNT; broker++) {
                Cluster.kill(broker);
                long before = ended(all);
                all.addAll(some());
                awaitEnded(all, before + WITHOUT);
                Cluster.restart(broker);
            }
            awaitEnded(all, all.size());
            assertThat(one.isAlive() && two.isAlive()).isTrue();
        }
        eachHasExactlyOneResult(all);
    }

    private List<JobKey> some() {
        return want(evaluation(), Kind.HEADS, JOBS, 4, 100);
    }

    private void awaitEnded(List<JobKey> all, long many) {
        await(() -> ended(all) >= many, Duration.ofMinutes(4), () -> "%d of %d ended"
                .formatted(ended(all), all.size()));
    }

    private long ended(List<JobKey> all) {
        return all.stream().map(this::status).filter(JobStatus::ended).count();
    }
}
