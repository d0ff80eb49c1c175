/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Kind;
import io.carryover.worker.CrashPoints.Point;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A worker is killed at each point of a job's life. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class KillPointsChaosIT extends Scene {
    @Test
    void whereverAWorkerDiesItsJobEndsOnce() {
        Kind[] kinds = Kind.values();
        Point[] points = Point.values();
        List<JobKey> all = new ArrayList<>();
        List<WorkerProcess> victims = new ArrayList<>();
        for (int i = 0; i < points.length; i++) {
            all.add(wantOne(kinds[i], 3, 200));
            victims.add(WorkerProcess.dyingAt(points[i], kinds[i].id() + ".cpu"));
        }
        for (WorkerProcess victim : victims) {
            await(
                    () -> !victim.isAlive(),
                    Duration.ofMinutes(2),
                    () -> victim.name() + " lives; "
                            + all.stream().map(jobs::find).toList());
        }
        String queues = String.join(
                ",",
                Infrastructure.QUEUES.stream()
                        .map(queue -> queue.id())
                        .filter(id -> id.endsWith(".cpu"))
                        .toList());
        try (WorkerProcess healthy = WorkerProcess.start(queues)) {
            await(
                    () -> all.stream().allMatch(job -> status(job).ended()),
                    Duration.ofMinutes(1),
                    () -> healthy.name() + " leaves "
                            + all.stream().map(jobs::find).toList());
        }
        eachHasExactlyOneResult(all);
    }
}
