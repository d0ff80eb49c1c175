/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.machine.Input;
import io.carryover.contracts.machine.ReleaseWindow;
import io.carryover.contracts.machine.ReleaseWindow.Place;
import io.carryover.gateway.config.GatewayConfig;
import io.carryover.gateway.core.table.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Puts jobs of one queue on Kafka, in fair turns and only as many as will run soon. */
@ApplicationScoped
public class Releaser {
    // Whose turns there are, by jumps through the index: never a walk over all that is queued.
    private static final String CANDIDATES = """
            WITH RECURSIVE turns AS (
              (SELECT turn_tenant, turn_evaluation FROM gateway.job WHERE queue = ?1 AND state = 'queued'
               ORDER BY turn_tenant, turn_evaluation LIMIT 1)
              UNION ALL
              SELECT n.turn_tenant, n.turn_evaluation FROM turns t, LATERAL (
                SELECT turn_tenant, turn_evaluation FROM gateway.job WHERE queue = ?1 AND state = 'queued'
                AND (turn_tenant, turn_evaluation) > (t.turn_tenant, t.turn_evaluation)
                ORDER BY turn_tenant, turn_evaluation LIMIT 1) n
            )
            SELECT c.key, t.turn_tenant, t.turn_evaluation, c.queued_at FROM turns t, LATERAL (
              SELECT key, queued_at FROM gateway.job WHERE queue = ?1 AND state = 'queued'
              AND turn_tenant = t.turn_tenant AND turn_evaluation = t.turn_evaluation
              AND not_before <= ?2 ORDER BY queued_at, key LIMIT ?3) c
            """;

    private final Sql sql;
    private final WorkerRegistry workers;
    private final Transitions transitions;
    private final BrokerTime time;
    private final GatewayConfig config;

    Releaser(Sql sql, WorkerRegistry workers, Transitions transitions, BrokerTime time, GatewayConfig config) {
        this.sql = sql;
        this.workers = workers;
        this.transitions = transitions;
        this.time = time;
        this.config = config;
    }

    /** Releases what may be released now; gives the number of jobs. One gateway at a time does this for a queue. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public int release(Queue queue) {
        // NO KEY: each job that is being planned holds the queue's key by its reference. FOR UPDATE would wait for
        // whole transactions of planning, and they for it.
        if (sql.rows(
                        "SELECT name FROM gateway.queue WHERE name = ?1 AND drained_at IS NULL FOR NO KEY UPDATE",
                        queue.id())
                .isEmpty()) {
            return 0;
        }
        WorkerRegistry.Crew crew = workers.crew(queue);
        int window = window(crew);
        if (crew.oldestSpecVersion() < JobMessage.VERSION) {
            return 0;
        }
        List<Place> inFlight =
                sql.rows("""
                        SELECT key, turn_tenant, turn_evaluation, state_since FROM gateway.job
                        WHERE queue = ?1 AND state IN ('released', 'running', 'cancelling')
                        """, queue.id()).stream().map(Releaser::place).toList();
        int free = window - inFlight.size();
        if (free <= 0) {
            return 0;
        }
        Instant now = time.now();
        List<Place> queued = sql.rows(CANDIDATES, queue.id(), now, free).stream()
                .map(Releaser::place)
                .toList();
        int released = 0;
        for (JobKey job : ReleaseWindow.next(queued, inFlight, window)) {
            released += releaseIfFree(job, now);
        }
        return released;
    }

    /** Window of the queue: released and running jobs at most. */
    int window(WorkerRegistry.Crew crew) {
        if (crew.taking() == 0) {
            return 0;
        }
        GatewayConfig.Window window = config.window();
        return Math.min(window.maximum(), Math.max(window.minimum(), crew.taking() * window.perWorker()));
    }

    /** Jobs that somebody else has locked are left for the next time: waiting for them here could end in a deadlock. */
    private int releaseIfFree(JobKey job, Instant now) {
        boolean free = !sql.rows(
                        "SELECT key FROM gateway.job WHERE key = ?1 AND state = 'queued' FOR UPDATE SKIP LOCKED",
                        job.value())
                .isEmpty();
        if (free) {
            var dispatch = new DispatchId("d-" + UUID.randomUUID());
            transitions.apply(job, new Input.Release(dispatch), now);
        }
        return free ? 1 : 0;
    }

    private static Place place(Tuple row) {
        return new Place(
                new JobKey(row.get(0, String.class)),
                new TenantId(row.get(1, String.class)),
                new EvaluationId(row.get(2, String.class)),
                row.get(3, Instant.class));
    }
}
