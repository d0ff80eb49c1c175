/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.json.Json;
import io.carryover.gateway.api.evaluation.Cell.Failure;
import io.carryover.gateway.api.evaluation.Cell.State;
import io.carryover.gateway.api.sql.Row;
import io.carryover.gateway.api.sql.Sql;
import io.carryover.gateway.plan.CellPlan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The rows of cells and of the jobs they need. */
@ApplicationScoped
class CellTable {
    /** Cells that wait, and name nothing that is pending. */
    private static final String PLANNABLE = """
            join gateway.evaluation e on e.id = c.evaluation
            left join gateway.registration b on b.tenant = e.tenant and b.kind = 'backbone' and b.name = c.backbone
            left join gateway.registration d on d.tenant = e.tenant and d.kind = 'dataset' and d.name = c.dataset
            where c.state = 'waiting' and b.state is distinct from 'pending' and d.state is distinct from 'pending'
            """;

    private final Sql sql;

    @Inject
    CellTable(Sql sql) {
        this.sql = sql;
    }

    void insert(EvaluationId evaluation, int position, String backbone, long seed, TaskRequest task) {
        sql.update("""
                insert into gateway.cell (evaluation, position, backbone, dataset, seed, task, title, state)
                values (?, ?, ?, ?, ?, ?, ?, 'waiting')""", evaluation.value(), position, backbone, task.dataset(), seed, Json.text(task), Titles.of(task));
    }

    List<Cell> ofEvaluation(EvaluationId evaluation) {
        return sql.list(
                "select * from gateway.cell where evaluation = ? order by position",
                CellTable::read,
                evaluation.value());
    }

    /** Keys of all jobs that the cells of this evaluation need, by cell. */
    Map<Long, List<JobKey>> jobs(EvaluationId evaluation) {
        var jobs = new HashMap<Long, List<JobKey>>();
        sql.list("""
                        select j.cell, j.job from gateway.cell_job j join gateway.cell c on c.id = j.cell
                        where c.evaluation = ? order by j.job""", row -> Map.entry(row.number("cell"), new JobKey(row.text("job"))), evaluation.value())
                .forEach(entry -> jobs.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                        .add(entry.getValue()));
        return jobs;
    }

    /** Evaluations with cells that could be planned: nothing they name is pending any more. */
    List<EvaluationId> plannable() {
        // From one evaluation to the next through the index: never a walk over all cells that wait.
        return sql.list(
                """
                with recursive waiting as (
                  (select evaluation from gateway.cell where state = 'waiting' order by evaluation limit 1)
                  union all
                  select (select evaluation from gateway.cell where state = 'waiting' and evaluation > w.evaluation
                          order by evaluation limit 1)
                  from waiting w where w.evaluation is not null)
                select evaluation from waiting w where evaluation is not null and exists (
                  select from gateway.cell c
                """ + PLANNABLE + " and c.evaluation = w.evaluation)", row -> new EvaluationId(row.text("evaluation")));
    }

    /** The first cells of an evaluation that can be planned, by position. */
    List<Cell> plannable(EvaluationId evaluation, int limit) {
        return sql.list(
                "select c.* from gateway.cell c " + PLANNABLE + " and c.evaluation = ? order by c.position limit ?",
                CellTable::read,
                evaluation.value(),
                limit);
    }

    /** Cells of evaluations that were not cancelled, whose number this job computes. */
    List<Cell> scoredBy(JobKey job) {
        return sql.list("""
                select c.* from gateway.cell c join gateway.evaluation e on e.id = c.evaluation
                where c.job = ? and not e.cancelled order by c.id""", CellTable::read, job.value());
    }

    void planned(Cell cell, CellPlan plan, Optional<CellFacts> facts) {
        sql.update(
                "update gateway.cell set state = 'planned', job = ?, features = ?, result = ? where id = ?",
                plan.head().value(),
                plan.features().map(JobKey::value).orElse(null),
                facts.map(Json::text).orElse(null),
                cell.id());
        plan.jobs()
                .forEach(job -> sql.update(
                        "insert into gateway.cell_job (cell, job) values (?, ?) on conflict do nothing",
                        cell.id(),
                        job.key().value()));
    }

    void scored(Cell cell) {
        sql.update(
                "update gateway.cell set state = 'scored', code = null, message = null, failed_job = null where id = ?",
                cell.id());
    }

    void failed(Cell cell, Failure failure) {
        sql.update(
                """
                update gateway.cell set state = 'failed', code = ?, message = ?, failed_job = ?
                where id = ? and state in ('waiting', 'planned')""",
                failure.code().name(),
                failure.message(),
                failure.job().map(JobKey::value).orElse(null),
                cell.id());
    }

    /** Takes a failure back: to its jobs where it has them, else to planning. */
    void reopened(Cell cell) {
        sql.update("""
                update gateway.cell set state = case when job is null then 'waiting' else 'planned' end,
                code = null, message = null, failed_job = null where id = ? and state = 'failed'""", cell.id());
    }

    /** Its number is computed again. */
    void rerun(EvaluationId evaluation, JobKey job) {
        sql.update(
                "update gateway.cell set state = 'planned' where evaluation = ? and job = ? and state = 'scored'",
                evaluation.value(),
                job.value());
    }

    void cancelled(EvaluationId evaluation) {
        sql.update(
                "update gateway.cell set state = 'cancelled' where evaluation = ? and state in ('waiting', 'planned')",
                evaluation.value());
    }

    private static Cell read(Row row) throws SQLException {
        Optional<JobKey> failedJob = row.optional("failed_job").map(JobKey::new);
        String message = row.optional("message").orElse("");
        return new Cell(
                row.number("id"),
                new EvaluationId(row.text("evaluation")),
                (int) row.number("position"),
                row.text("backbone"),
                row.number("seed"),
                Json.read(row.text("task"), TaskRequest.class),
                row.text("title"),
                State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                row.optional("job").map(JobKey::new),
                row.optional("features").map(JobKey::new),
                row.optional("result").map(json -> Json.read(json, CellFacts.class)),
                row.optional("code").map(code -> new Failure(ErrorCode.valueOf(code), message, failedJob)));
    }
}
