/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.gateway.api.sql.Sql;
import io.carryover.gateway.plan.EvaluationStates;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Evaluations by state, and how long the slowest of the open ones has not moved. Every gateway reports the same. */
@ApplicationScoped
class EvaluationMetrics {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final List<String> STATES = List.of(
            EvaluationStates.PLANNING,
            EvaluationStates.RUNNING,
            EvaluationStates.COMPLETED,
            EvaluationStates.COMPLETED_WITH_FAILURES,
            EvaluationStates.CANCELLED);

    private final MeterRegistry registry;
    private final Sql sql;
    private Figures figures = new Figures(Map.of(), 0);
    private long readAt;
    private boolean read;

    @Inject
    EvaluationMetrics(MeterRegistry registry, Sql sql) {
        this.registry = registry;
        this.sql = sql;
    }

    private record Figures(Map<String, Long> counts, double oldestProgressSeconds) {}

    void register(@Observes StartupEvent started) {
        for (String state : STATES) {
            Gauge.builder("carryover.evaluations", () -> figures().counts().getOrDefault(state, 0L))
                    .description("Evaluations by state")
                    .tag("state", state)
                    .register(registry);
        }
        Gauge.builder("carryover.evaluation.oldest.progress.seconds", () -> figures()
                        .oldestProgressSeconds())
                .description(
                        "Since when the open evaluation that moved least lately has not moved; 0 where none is open")
                .register(registry);
    }

    /** One question to the database per scrape, not one per gauge. */
    private synchronized Figures figures() {
        long now = System.nanoTime();
        if (!read || now - readAt > FRESH.toNanos()) {
            figures = ask();
            readAt = now;
            read = true;
        }
        return figures;
    }

    private Figures ask() {
        Map<String, Long> counts = sql
                .list(
                        "select state, count(*) as count from gateway.evaluation group by state",
                        row -> Map.entry(row.text("state"), row.number("count")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        long millis = sql.first("""
                        select coalesce(max(extract(epoch from now() - progress_at)) * 1000, 0)::bigint as millis
                        from gateway.evaluation where state in ('planning', 'running')""", row -> row.number("millis")).orElse(0L);
        return new Figures(counts, millis / 1000.0);
    }
}
