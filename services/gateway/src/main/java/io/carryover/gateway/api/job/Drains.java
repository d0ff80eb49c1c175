/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.job;

import io.carryover.contracts.job.Queue;
import io.carryover.gateway.api.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Queues of which nothing is released. Whoever releases holds the queue's row: when {@link #begin} returns, nothing more goes. */
@ApplicationScoped
class Drains {
    private static final Logger LOG = Logger.getLogger(Drains.class);

    private final Sql sql;

    @Inject
    Drains(Sql sql) {
        this.sql = sql;
    }

    /** Queues that any job was ever in. */
    List<Queue> known() {
        return sql.list("select name from gateway.queue", row -> Queue.parse(row.text("name")));
    }

    /** The drained ones, since when. */
    Map<Queue, Instant> all() {
        return sql
                .list(
                        "select name, drained_at from gateway.queue where drained_at is not null",
                        row -> Map.entry(Queue.parse(row.text("name")), row.instant("drained_at")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void begin(Queue queue) {
        sql.update("""
                insert into gateway.queue as q (name, drained_at) values (?, now())
                on conflict (name) do update set drained_at = coalesce(q.drained_at, excluded.drained_at)""", queue.id());
        LOG.infof("queue %s is drained: nothing of it is released", queue);
    }

    void end(Queue queue) {
        sql.update("update gateway.queue set drained_at = null where name = ?", queue.id());
        LOG.infof("queue %s is released again", queue);
    }
}
