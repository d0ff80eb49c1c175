/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.Queue;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueuesResourceTest {
    private static final Queue HEADS = Queue.parse("heads.cpu");

    @Test
    void whyAQueueWaitsIsSaidInWords() {
        assertThat(QueuesResource.waitsFor(HEADS, Map.of("running", 2L), Map.of("busy", 2L), false))
                .isEmpty();
        assertThat(QueuesResource.waitsFor(HEADS, Map.of("queued", 2L), Map.of(), false))
                .contains("no worker for queue heads.cpu");
        assertThat(QueuesResource.waitsFor(HEADS, Map.of("queued", 2L), Map.of("busy", 3L, "draining", 1L), false))
                .contains("a worker: 4 serve it, none is idle");
        assertThat(QueuesResource.waitsFor(HEADS, Map.of("released", 1L), Map.of("idle", 1L), false))
                .contains("its turn: a worker is idle and takes the next at once");
        assertThat(QueuesResource.waitsFor(HEADS, Map.of("queued", 1L), Map.of("idle", 1L), true))
                .contains("the end of the drain of heads.cpu");
    }
}
