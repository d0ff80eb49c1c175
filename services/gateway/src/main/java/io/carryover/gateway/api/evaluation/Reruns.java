/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.EvaluationCell;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.gateway.api.evaluation.Cell.State;
import io.carryover.gateway.api.evaluation.EvaluationTable.Evaluation;
import io.carryover.gateway.api.sql.Sql;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.Jobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Numbers computed once more. */
@ApplicationScoped
class Reruns {
    private final EvaluationTable evaluations;
    private final CellTable cells;
    private final Scoring scoring;
    private final Jobs jobs;
    private final Sql sql;

    @Inject
    Reruns(EvaluationTable evaluations, CellTable cells, Scoring scoring, Jobs jobs, Sql sql) {
        this.evaluations = evaluations;
        this.cells = cells;
        this.scoring = scoring;
        this.jobs = jobs;
        this.sql = sql;
    }

    /**
     * Opens the next run of the job behind the cell; the evaluation runs until it has ended.
     *
     * @param position of the cell in the evaluation, as text
     * @throws CarryoverException NOT_FOUND, EVALUATION_CANCELLED, or CANNOT_RUN_AGAIN for a cell without a number
     */
    @Transactional
    EvaluationCell rerun(TenantId tenant, EvaluationId id, String position) {
        sql.lock(Planning.lockOf(id));
        Evaluation evaluation = evaluations.find(tenant, id).orElseThrow(() -> missing(id, position));
        if (evaluation.cancelled()) {
            throw new CarryoverException(ErrorCode.EVALUATION_CANCELLED, "evaluation '%s' was cancelled".formatted(id));
        }
        Cell cell = find(id, position).orElseThrow(() -> missing(id, position));
        JobKey job = scored(cell);
        Outcome before = jobs.outcome(job).orElseThrow(() -> noNumber(cell));
        // Jobs before the evaluation: the order in which events take their locks.
        JobStatus now = jobs.rerun(job, revision(cell, job, before) + 1).state();
        Evaluation held = evaluations.lock(id).orElseThrow();
        cells.rerun(id, job);
        if (now == JobStatus.SUCCEEDED) {
            // Another outcome stood in the store: it is taken without a run.
            Outcome other = jobs.outcome(job).orElseThrow();
            cells.scoredBy(job).stream()
                    .filter(each -> each.evaluation().equals(id))
                    .forEach(each -> scoring.score(each, job, other));
        }
        evaluations.refresh(held);
        return find(id, position).orElseThrow().view();
    }

    private Optional<Cell> find(EvaluationId id, String position) {
        List<Cell> all = cells.ofEvaluation(id);
        return all.stream()
                .filter(cell -> String.valueOf(cell.position()).equals(position))
                .findFirst();
    }

    private static JobKey scored(Cell cell) {
        if (cell.state() != State.SCORED) {
            throw noNumber(cell);
        }
        return cell.job().orElseThrow(() -> noNumber(cell));
    }

    /** The highest that stands: of another job, where a newer version of the step computed the cell. */
    private int revision(Cell cell, JobKey job, Outcome outcome) {
        return cell.facts()
                .flatMap(facts -> facts.record(job, outcome, Optional.empty(), 1))
                .map(ResultRecord::digest)
                .flatMap(digest -> sql.first(
                        "select revision from gateway.result_key where digest = ?",
                        row -> Math.toIntExact(row.number("revision")),
                        digest.hex()))
                .orElse(1);
    }

    private static CarryoverException noNumber(Cell cell) {
        return new CarryoverException(
                ErrorCode.CANNOT_RUN_AGAIN,
                "cell %d of evaluation '%s', %s on '%s', is %s and has no number to be computed again"
                        .formatted(
                                cell.position(),
                                cell.evaluation(),
                                cell.title(),
                                cell.backbone(),
                                cell.view().state()));
    }

    private static CarryoverException missing(EvaluationId id, String position) {
        return new CarryoverException(
                ErrorCode.NOT_FOUND, "no cell '%s' of an evaluation '%s'".formatted(position, id));
    }
}
