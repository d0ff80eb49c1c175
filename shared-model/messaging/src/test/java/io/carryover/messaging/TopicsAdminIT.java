/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.Queue;
import io.carryover.messaging.JobQueue.Lease;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicsAdminIT {
    private static final Queue QUEUE = Queue.parse("features.cpu");
    private static final Duration LOCK = Duration.ofSeconds(20);

    @Test
    void aQueueIsReadyAfterInitAndNotBefore() {
        try (Broker broker = new Broker()) {
            assertThatThrownBy(() -> broker.admin().check(QUEUE))
                    .isInstanceOfSatisfying(CarryoverException.class, e -> assertThat(e.code())
                            .isEqualTo(ErrorCode.QUEUE_NOT_CONFIGURED))
                    .hasMessageContaining("queue features.cpu: topic")
                    .hasMessageContaining("is missing");
            broker.with(LOCK, QUEUE).with(LOCK, QUEUE);
            assertThat(broker.admin().check(QUEUE)).isEqualTo(LOCK);
        }
    }

    @Test
    void trimmingDropsFinishedJobsAndKeepsTheRest() {
        try (Broker broker = new Broker().with(LOCK, QUEUE);
                ShareQueue worker = new ShareQueue(broker.kafka(), List.of(QUEUE), surplus -> {})) {
            for (int i = 0; i < 5; i++) {
                broker.send(broker.kafka().topics().jobs(QUEUE), "k" + i, new byte[0]);
            }
            for (int i = 0; i < 3; i++) {
                assertThat(worker.accept(JobQueueContract.takeSoon(worker))).isEqualTo(Lease.HELD);
            }
            // The broker notes where a group stands with the next change after it: one behind at most.
            assertThat(broker.admin().trim(QUEUE))
                    .hasEntrySatisfying(0, kept -> assertThat(kept).isBetween(2L, 3L));
            assertThat(broker.read(broker.kafka().topics().jobs(QUEUE), 2))
                    .extracting(r -> r.key())
                    .doesNotContain("k0", "k1")
                    .contains("k3");
        }
    }
}
