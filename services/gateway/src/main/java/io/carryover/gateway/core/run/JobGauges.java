/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.job.Queue;
import io.carryover.contracts.metrics.MetricsCatalogue;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.table.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** What stands in the tables now, as numbers. Every gateway shows the same ones: take the maximum, not the sum. */
@ApplicationScoped
public class JobGauges {
    private static final List<JobStatus> DEMAND =
            List.of(JobStatus.QUEUED, JobStatus.RELEASED, JobStatus.RUNNING, JobStatus.CANCELLING);

    private final Sql sql;
    private final WorkerRegistry workers;
    private final QueueList queues;
    private final Releaser releaser;
    private final BrokerTime time;
    private final MultiGauge jobs;
    private final MultiGauge demand;
    private final MultiGauge oldestWait;
    private final MultiGauge crews;
    private final MultiGauge windows;
    private final AtomicLong outboxLagMillis;

    JobGauges(
            Sql sql,
            WorkerRegistry workers,
            QueueList queues,
            Releaser releaser,
            BrokerTime time,
            MeterRegistry registry) {
        this.sql = sql;
        this.workers = workers;
        this.queues = queues;
        this.releaser = releaser;
        this.time = time;
        this.jobs = gauge(MetricsCatalogue.JOBS, registry);
        this.demand = gauge(MetricsCatalogue.QUEUE_DEMAND, registry);
        this.oldestWait = gauge(MetricsCatalogue.QUEUE_OLDEST_WAIT, registry);
        this.crews = gauge(MetricsCatalogue.WORKERS, registry);
        this.windows = gauge(MetricsCatalogue.RELEASE_WINDOW, registry);
        this.outboxLagMillis = registry.gauge(
                MetricsCatalogue.OUTBOX_LAG.metricName(), new AtomicLong(), millis -> millis.get() / 1000.0);
    }

    private static MultiGauge gauge(MetricsCatalogue metric, MeterRegistry registry) {
        return MultiGauge.builder(metric.metricName())
                .description(metric.help())
                .register(registry);
    }

    /** Looks again. */
    @Transactional
    public void refresh() {
        Instant now = time.now();
        Map<String, Map<JobStatus, Long>> counts = counts();
        Set<Queue> drained = queues.drained();
        List<MultiGauge.Row<?>> jobRows = new ArrayList<>();
        List<MultiGauge.Row<?>> demandRows = new ArrayList<>();
        List<MultiGauge.Row<?>> windowRows = new ArrayList<>();
        counts.forEach((queue, states) -> {
            for (JobStatus status : JobStatus.values()) {
                jobRows.add(MultiGauge.Row.of(
                        Tags.of("queue", queue, "state", status.id()), states.getOrDefault(status, 0L)));
            }
            demandRows.add(MultiGauge.Row.of(
                    Tags.of("queue", queue),
                    DEMAND.stream()
                            // What an operator holds back needs no worker.
                            .filter(status -> status != JobStatus.QUEUED || !drained.contains(Queue.parse(queue)))
                            .mapToLong(status -> states.getOrDefault(status, 0L))
                            .sum()));
            windowRows.add(
                    MultiGauge.Row.of(Tags.of("queue", queue), releaser.window(workers.crew(Queue.parse(queue)))));
        });
        jobs.register(jobRows, true);
        demand.register(demandRows, true);
        windows.register(windowRows, true);
        oldestWait.register(waits(now), true);
        crews.register(crewRows(), true);
        outboxLagMillis.set(outboxLag().toMillis());
    }

    private Map<String, Map<JobStatus, Long>> counts() {
        Map<String, Map<JobStatus, Long>> counts = new HashMap<>();
        for (Tuple row : sql.rows("SELECT q.name, j.state, count(j.key) FROM gateway.queue q"
                + " LEFT JOIN gateway.job j ON j.queue = q.name GROUP BY q.name, j.state")) {
            Map<JobStatus, Long> states = counts.computeIfAbsent(row.get(0, String.class), _ -> new HashMap<>());
            String state = row.get(1, String.class);
            if (state != null) {
                states.put(JobStatus.parse(state), row.get(2, Number.class).longValue());
            }
        }
        return counts;
    }

    private List<MultiGauge.Row<?>> waits(Instant now) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (Tuple row : sql.rows("SELECT q.name, min(j.queued_at) FROM gateway.queue q LEFT JOIN gateway.job j"
                + " ON j.queue = q.name AND j.state = 'queued' GROUP BY q.name")) {
            Instant oldest = row.get(1, Instant.class);
            double seconds = oldest == null
                    ? 0
                    : Math.max(0, Duration.between(oldest, now).toMillis() / 1000.0);
            rows.add(MultiGauge.Row.of(Tags.of("queue", row.get(0, String.class)), seconds));
        }
        return rows;
    }

    private List<MultiGauge.Row<?>> crewRows() {
        Map<Tags, Long> counts = new HashMap<>();
        workers.live().forEach(worker -> worker.queues()
                .forEach(queue -> counts.merge(Tags.of("queue", queue.id(), "state", worker.state()), 1L, Long::sum)));
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        counts.forEach((tags, count) -> rows.add(MultiGauge.Row.of(tags, count)));
        return rows;
    }

    private Duration outboxLag() {
        Instant oldest = sql.rows("SELECT min(created_at) FROM gateway.outbox")
                .getFirst()
                .get(0, Instant.class);
        Duration lag = oldest == null ? Duration.ZERO : Duration.between(oldest, Instant.now());
        return lag.isNegative() ? Duration.ZERO : lag;
    }
}
