/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.Queue;
import io.carryover.gateway.core.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One worker that serves one queue. */
@Alternative
@ApplicationScoped
public class FakeWorkers implements Workers {
    private static final Queue SERVED = Queue.parse("features.cpu");

    @Override
    public boolean served(Queue queue) {
        return queue.equals(SERVED);
    }

    @Override
    public List<LiveWorker> live() {
        return List.of(new LiveWorker(
                new WorkerId("w-1"),
                List.of(SERVED),
                "idle",
                Optional.empty(),
                "2 cores",
                "test",
                Instant.parse("2026-01-02T03:04:05Z")));
    }
}
