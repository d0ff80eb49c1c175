/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.gateway.api.analysis.AnalysisTable;
import io.carryover.gateway.api.sql.Row;
import io.carryover.gateway.api.sql.Sql;
import io.carryover.gateway.plan.EvaluationStates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of evaluations. */
@ApplicationScoped
class EvaluationTable {
    private final Sql sql;
    private final AnalysisTable analyses;

    @Inject
    EvaluationTable(Sql sql, AnalysisTable analyses) {
        this.sql = sql;
        this.analyses = analyses;
    }

    /** An evaluation without its cells. {@code seq} is its place in lists. */
    record Evaluation(
            long seq,
            EvaluationId id,
            TenantId tenant,
            String name,
            String state,
            boolean cancelled,
            Instant createdAt,
            Optional<Instant> endedAt) {}

    /** @param traceParent the span of the request that posted it, if that is traced */
    void insert(EvaluationId id, TenantId tenant, String name, String request, Optional<String> traceParent) {
        sql.update("""
                insert into gateway.evaluation (id, tenant, name, request, trace_parent, state)
                values (?, ?, ?, ?, ?, 'planning')""", id.value(), tenant.value(), name, request, traceParent.orElse(null));
    }

    Optional<Evaluation> find(TenantId tenant, EvaluationId id) {
        return sql.first(
                "select * from gateway.evaluation where tenant = ? and id = ?",
                EvaluationTable::read,
                tenant.value(),
                id.value());
    }

    Optional<Evaluation> find(EvaluationId id) {
        return sql.first("select * from gateway.evaluation where id = ?", EvaluationTable::read, id.value());
    }

    /** Holds the row: every change of cells is made under it, so that the last one sees all others. */
    Optional<Evaluation> lock(EvaluationId id) {
        return sql.first("select * from gateway.evaluation where id = ? for update", EvaluationTable::read, id.value());
    }

    /** As {@link #lock}, of all that need this job. Always in one order, so that two transactions can't wait for each other. */
    List<Evaluation> lockNeeding(JobKey job) {
        return sql.list("""
                select * from gateway.evaluation where id in (
                  select c.evaluation from gateway.cell c join gateway.cell_job j on j.cell = c.id where j.job = ?)
                order by id for update""", EvaluationTable::read, job.value());
    }

    /** Newest first, older than {@code cursor}. */
    List<Evaluation> page(TenantId tenant, long cursor, int limit) {
        return sql.list(
                "select * from gateway.evaluation where tenant = ? and seq < ? order by seq desc limit ?",
                EvaluationTable::read,
                tenant.value(),
                cursor,
                limit);
    }

    void cancel(EvaluationId id) {
        sql.update("update gateway.evaluation set cancelled = true where id = ?", id.value());
    }

    /** Settles the state from the cells, under the row's lock. One that has completed is due to be analysed. */
    void refresh(Evaluation evaluation) {
        // Whether there are any, from the index of open cells: counting them would read all cells at the end of each
        // job.
        String state = sql.first(
                        """
                        select cancelled,
                               exists (select from gateway.cell where evaluation = e.id and state = 'waiting') as waiting,
                               exists (select from gateway.cell where evaluation = e.id and state = 'planned') as planned,
                               exists (select from gateway.cell where evaluation = e.id and state = 'failed') as failed
                        from gateway.evaluation e where id = ?""",
                        row -> EvaluationStates.of(
                                row.flag("cancelled"), row.flag("waiting"), row.flag("planned"), row.flag("failed")),
                        evaluation.id().value())
                .orElseThrow();
        sql.update("""
                update gateway.evaluation set state = ?, progress_at = now(),
                ended_at = case when ? then coalesce(ended_at, now()) end where id = ?""", state, EvaluationStates.ended(state), evaluation.id().value());
        if (!state.equals(evaluation.state()) && EvaluationStates.completed(state)) {
            analyses.due(evaluation.id(), evaluation.tenant());
        }
    }

    /** Notes that something moved in those that need this job; at most every few seconds. */
    void moved(JobKey job) {
        sql.update("""
                update gateway.evaluation set progress_at = now() where id in (
                  select e.id from gateway.evaluation e
                  where e.state in ('planning', 'running') and e.progress_at < now() - interval '5 seconds'
                    and e.id in (select c.evaluation from gateway.cell c
                                 join gateway.cell_job j on j.cell = c.id where j.job = ?)
                  order by e.id for update)""", job.value());
    }

    private static Evaluation read(Row row) throws SQLException {
        return new Evaluation(
                row.number("seq"),
                new EvaluationId(row.text("id")),
                new TenantId(row.text("tenant")),
                row.text("name"),
                row.text("state"),
                row.flag("cancelled"),
                row.instant("created_at"),
                row.optionalInstant("ended_at"));
    }
}
