/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.JobKeys;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.job.Queue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Jobs and settings for tests. */
final class Jobs {
    static final Queue QUEUE = Queue.parse("heads.cpu");

    private Jobs() {}

    static JobMessage sleep(String name, int steps, long stepMillis) {
        return of(new JobSpec.Sleep(Kind.HEADS, name, steps, stepMillis));
    }

    static JobMessage of(JobSpec spec) {
        return new JobMessage(
                JobMessage.VERSION,
                JobKeys.of(spec, Optional.empty()),
                1,
                new DispatchId("d-1"),
                TenantId.LOCAL,
                QUEUE,
                spec,
                new EvaluationId("e-1"),
                Instant.EPOCH,
                Optional.empty(),
                OptionalInt.empty());
    }

    static JobMessage avoiding(JobMessage m, String worker) {
        return new JobMessage(
                m.version(),
                m.job(),
                m.run(),
                m.dispatch(),
                m.tenant(),
                m.queue(),
                m.spec(),
                m.evaluation(),
                m.releasedAt(),
                Optional.of(new WorkerId(worker)),
                m.maxBatch());
    }

    static WorkerSettings settings(String name, Path scratch) {
        return new WorkerSettings(
                new WorkerId(name),
                List.of(QUEUE),
                Duration.ofMillis(200),
                Duration.ofMillis(300),
                Duration.ofSeconds(3),
                Optional.empty(),
                scratch,
                "2 cores",
                "test",
                "localhost",
                WorkerSettings.Shift.ENDLESS);
    }
}
