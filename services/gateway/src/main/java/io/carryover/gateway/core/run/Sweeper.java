/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.machine.Input;
import io.carryover.gateway.config.GatewayConfig;
import io.carryover.gateway.core.table.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Looks at jobs that have been silent. Whether what was said has been read is the caller's to know; of several gateways
 * one sweeps at a time.
 */
@ApplicationScoped
public class Sweeper {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);
    private static final long LOCK = 0x7377656570L; // "sweep"
    private static final int AT_ONCE = 200;

    private final Sql sql;
    private final Transitions transitions;
    private final WorkerRegistry workers;
    private final BrokerTime time;
    private final GatewayConfig config;

    Sweeper(Sql sql, Transitions transitions, WorkerRegistry workers, BrokerTime time, GatewayConfig config) {
        this.sql = sql;
        this.transitions = transitions;
        this.workers = workers;
        this.time = time;
        this.config = config;
    }

    /** Looks at every job whose time has come; each in a transaction of its own. Call it only when caught up. */
    void sweep() {
        QuarkusTransaction.requiringNew().run(() -> {
            if (mine()) {
                workers.prune();
                for (Watched job : due()) {
                    sweepOne(job);
                }
            }
        });
    }

    /** Failed jobs: an outcome that was committed late turns them into a success. */
    void lookAgain() {
        QuarkusTransaction.requiringNew().run(() -> {
            if (mine()) {
                failed().forEach(this::sweepOne);
            }
        });
    }

    private boolean mine() {
        return sql.rows("SELECT pg_try_advisory_xact_lock(" + LOCK + ")")
                .getFirst()
                .get(0, Boolean.class);
    }

    private record Watched(JobKey job, Queue queue) {}

    private List<Watched> due() {
        return watched(sql.rows(
                "SELECT key, queue FROM gateway.job WHERE watch_at <= ?1 ORDER BY watch_at LIMIT " + AT_ONCE,
                time.now()));
    }

    private List<Watched> failed() {
        return watched(sql.rows(
                "SELECT key, queue FROM gateway.job WHERE state = 'failed' AND ended_at > ?1 ORDER BY ended_at DESC"
                        + " LIMIT " + AT_ONCE,
                time.now().minus(config.protocol().lookAgainFor())));
    }

    private static List<Watched> watched(List<Tuple> rows) {
        List<Watched> found = new ArrayList<>();
        rows.forEach(row ->
                found.add(new Watched(new JobKey(row.get(0, String.class)), Queue.parse(row.get(1, String.class)))));
        return found;
    }

    /** In a transaction of its own: the row's lock is held only as long as one look takes. */
    private void sweepOne(Watched watched) {
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                Instant now = time.now();
                var idle = workers.crew(watched.queue()).idleSince();
                transitions.apply(watched.job(), new Input.Swept(true, idle), now);
            });
        } catch (RuntimeException e) {
            LOG.warnf("job %s not swept, again later: %s", watched.job(), e);
        }
    }
}
