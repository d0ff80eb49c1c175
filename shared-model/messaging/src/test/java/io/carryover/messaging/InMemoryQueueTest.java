/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

class InMemoryQueueTest extends JobQueueContract {
    @Override
    Duration lock() {
        return Duration.ofMillis(400);
    }

    @Override
    Fixture fixture() {
        InMemoryQueue queue = new InMemoryQueue(QUEUE, lock(), 3, Clock.systemUTC());
        return new Fixture() {
            @Override
            public void send(String key, byte[] value) {
                queue.send(key, value);
            }

            @Override
            public JobQueue member() {
                return queue.member();
            }

            @Override
            public List<String> deadLetters(int count) {
                return queue.deadLetters();
            }

            @Override
            public void close() {}
        };
    }
}
