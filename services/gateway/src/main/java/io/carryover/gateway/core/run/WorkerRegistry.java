/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.Queue;
import io.carryover.gateway.config.GatewayConfig;
import io.carryover.gateway.core.Workers;
import io.carryover.gateway.core.table.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The workers, as they announce themselves. */
@ApplicationScoped
@Transactional
public class WorkerRegistry implements Workers {
    /** Of a worker that takes jobs; one that drains or is unready takes none. */
    private static final String TAKING = "w.state IN ('idle', 'busy') AND w.heard_at > ?1";

    private final Sql sql;
    private final AfterCommit afterCommit;
    private final BrokerTime time;
    private final GatewayConfig config;

    WorkerRegistry(Sql sql, AfterCommit afterCommit, BrokerTime time, GatewayConfig config) {
        this.sql = sql;
        this.afterCommit = afterCommit;
        this.time = time;
        this.config = config;
    }

    /** What the release of a queue must know of its workers. */
    record Crew(int taking, int oldestSpecVersion, Optional<Instant> idleSince) {}

    void announced(WorkerEvent.Announced said, Instant at) {
        List<Tuple> known = sql.rows(
                "SELECT state FROM gateway.worker WHERE id = ?1", said.worker().value());
        boolean other =
                known.isEmpty() || !known.getFirst().get(0, String.class).equals(said.state());
        sql.change(
                """
                INSERT INTO gateway.worker AS w (id, state, reason, devices, code_version, heard_at, idle_since)
                VALUES (?1, ?2, CAST(?3 AS text), ?4, ?5, ?6, CASE WHEN ?2 = 'idle' THEN CAST(?6 AS timestamptz) END)
                ON CONFLICT (id) DO UPDATE SET state = ?2, reason = CAST(?3 AS text), devices = ?4,
                    code_version = ?5, heard_at = ?6,
                    idle_since = CASE WHEN ?2 <> 'idle' THEN NULL ELSE coalesce(w.idle_since, CAST(?6 AS timestamptz)) END
                """,
                said.worker().value(),
                said.state(),
                said.reason().orElse(null),
                said.devices(),
                said.codeVersion(),
                at);
        if (other) {
            sql.change(
                    "DELETE FROM gateway.worker_queue WHERE worker = ?1",
                    said.worker().value());
            for (Queue queue : said.queues()) {
                sql.change(
                        "INSERT INTO gateway.worker_queue (worker, queue, spec_version) VALUES (?1, ?2, ?3)",
                        said.worker().value(),
                        queue.id(),
                        said.specVersions().getOrDefault(queue.id(), 1));
                afterCommit.queueTouched(queue);
            }
        }
    }

    /** Between two announcements it took a job: it is not idle without a break. */
    void took(WorkerId worker) {
        sql.change(
                "UPDATE gateway.worker SET idle_since = NULL WHERE id = ?1 AND idle_since IS NOT NULL", worker.value());
    }

    void left(WorkerId worker) {
        sql.change("DELETE FROM gateway.worker WHERE id = ?1", worker.value());
    }

    /** Forgets workers that have long been silent. */
    void prune() {
        sql.change(
                "DELETE FROM gateway.worker WHERE heard_at < ?1",
                time.now().minus(config.protocol().workerTimeout().multipliedBy(10)));
    }

    Crew crew(Queue queue) {
        Tuple row = sql.rows(
                        "SELECT count(*), min(q.spec_version), min(w.idle_since) FROM gateway.worker w"
                                + " JOIN gateway.worker_queue q ON q.worker = w.id WHERE " + TAKING
                                + " AND q.queue = ?2",
                        horizon(),
                        queue.id())
                .getFirst();
        Number version = row.get(1, Number.class);
        return new Crew(
                row.get(0, Number.class).intValue(),
                version == null ? 0 : version.intValue(),
                Optional.ofNullable(row.get(2, Instant.class)));
    }

    /** Whether a live worker other than this one takes jobs of the queue. */
    boolean othersTake(Queue queue, WorkerId than) {
        return sql.number(
                        "SELECT count(*) FROM gateway.worker w JOIN gateway.worker_queue q ON q.worker = w.id WHERE "
                                + TAKING + " AND q.queue = ?2 AND w.id <> ?3",
                        horizon(),
                        queue.id(),
                        than.value())
                > 0;
    }

    /** Queues that live workers serve, each with the newest version of its jobs that all of these read. */
    Map<Queue, Integer> readVersions() {
        return sql
                .rows(
                        "SELECT q.queue, min(q.spec_version) FROM gateway.worker w JOIN gateway.worker_queue q"
                                + " ON q.worker = w.id WHERE " + TAKING + " GROUP BY q.queue",
                        horizon())
                .stream()
                .collect(Collectors.toUnmodifiableMap(
                        row -> Queue.parse(row.get(0, String.class)),
                        row -> row.get(1, Number.class).intValue()));
    }

    @Override
    public boolean served(Queue queue) {
        return crew(queue).taking() > 0;
    }

    @Override
    public List<LiveWorker> live() {
        Map<String, List<Queue>> queues = new LinkedHashMap<>();
        sql.rows("SELECT worker, queue FROM gateway.worker_queue ORDER BY worker, queue")
                .forEach(row -> queues.computeIfAbsent(row.get(0, String.class), _ -> new java.util.ArrayList<>())
                        .add(Queue.parse(row.get(1, String.class))));
        return sql
                .rows(
                        "SELECT id, state, reason, devices, code_version, heard_at FROM gateway.worker"
                                + " WHERE heard_at > ?1 ORDER BY id",
                        horizon())
                .stream()
                .map(row -> new LiveWorker(
                        new WorkerId(row.get(0, String.class)),
                        queues.getOrDefault(row.get(0, String.class), List.of()),
                        row.get(1, String.class),
                        Optional.ofNullable(row.get(2, String.class)),
                        row.get(3, String.class),
                        row.get(4, String.class),
                        row.get(5, Instant.class)))
                .toList();
    }

    private Instant horizon() {
        return time.now().minus(config.protocol().workerTimeout());
    }
}
