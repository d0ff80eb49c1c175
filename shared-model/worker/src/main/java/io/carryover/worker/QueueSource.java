/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.job.Queue;
import io.carryover.messaging.Delivery;
import io.carryover.messaging.JobQueue;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.ShareQueue;
import io.carryover.messaging.TopicsAdmin;
import java.util.List;
import java.util.function.Consumer;

/** Where a worker finds its queues. */
public interface QueueSource {
    /** @throws io.carryover.contracts.error.CarryoverException QUEUE_NOT_CONFIGURED, BROKER_TOO_OLD, BROKER_UNAVAILABLE */
    void check(List<Queue> queues);

    /** Joins the queues. {@code surplus} is called with a job that came beside another and must be handed back. */
    JobQueue open(List<Queue> queues, Consumer<Delivery> surplus);

    /** The queues of a Kafka cluster. */
    static QueueSource kafka(KafkaSettings kafka) {
        return new QueueSource() {
            @Override
            public void check(List<Queue> queues) {
                try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
                    queues.forEach(queue -> {
                        var unused = admin.check(queue);
                    });
                }
            }

            @Override
            public JobQueue open(List<Queue> queues, Consumer<Delivery> surplus) {
                return new ShareQueue(kafka, queues, surplus);
            }
        };
    }
}
