/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.job.Queue;
import io.carryover.gateway.core.table.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Set;
import java.util.stream.Collectors;

/** The queues that any job was ever in. */
@ApplicationScoped
@Transactional
public class QueueList {
    private final Sql sql;
    private final BrokerTime time;

    QueueList(Sql sql, BrokerTime time) {
        this.sql = sql;
        this.time = time;
    }

    Set<Queue> all() {
        return queues(sql.texts("SELECT name FROM gateway.queue").stream());
    }

    /** Those of which an operator lets nothing be released. */
    Set<Queue> drained() {
        return queues(sql.texts("SELECT name FROM gateway.queue WHERE drained_at IS NOT NULL").stream());
    }

    /** Those where a job waits for its turn. */
    Set<Queue> withRunnableJobs() {
        return queues(sql
                .texts(
                        "SELECT q.name FROM gateway.queue q WHERE q.drained_at IS NULL AND EXISTS (SELECT 1 FROM gateway.job j"
                                + " WHERE j.queue = q.name AND j.state = 'queued' AND j.not_before <= ?1)",
                        time.now())
                .stream());
    }

    private static Set<Queue> queues(java.util.stream.Stream<String> names) {
        return names.map(Queue::parse).collect(Collectors.toUnmodifiableSet());
    }
}
