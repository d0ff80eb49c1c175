/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent.Progress;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.Outcome;
import io.carryover.gateway.api.evaluation.Cell.Failure;
import io.carryover.gateway.api.evaluation.Cell.State;
import io.carryover.gateway.api.evaluation.EvaluationTable.Evaluation;
import io.carryover.gateway.core.JobObserver;
import io.carryover.gateway.core.JobSummary;
import io.carryover.gateway.core.Jobs;
import io.carryover.gateway.core.Results;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries the ends of jobs over to the cells that need them, and writes results. */
@ApplicationScoped
class Scoring implements JobObserver {
    private final EvaluationTable evaluations;
    private final CellTable cells;
    private final Jobs jobs;
    private final Results results;

    @Inject
    Scoring(EvaluationTable evaluations, CellTable cells, Jobs jobs, Results results) {
        this.evaluations = evaluations;
        this.cells = cells;
        this.jobs = jobs;
        this.results = results;
    }

    /** The cell has its number. */
    void score(Cell cell, JobKey job, Outcome outcome) {
        cell.facts()
                .flatMap(facts -> facts.record(
                        job,
                        outcome,
                        cell.features().flatMap(jobs::outcome).map(Outcome::provenance),
                        jobs.revision(job)))
                .ifPresent(results::write);
        cells.scored(cell);
    }

    @Override
    public void onSucceeded(JobKey job, Outcome outcome, TenantId tenant) {
        // A failed cell too: a success counts even after the job had failed. And one that has its number: after a rerun
        // that has a higher revision, and any other is not written a second time.
        change(job, List.of(State.PLANNED, State.FAILED, State.SCORED), cell -> score(cell, job, outcome));
    }

    @Override
    public void onFailed(JobKey job, ErrorCode code, String message) {
        change(job, List.of(State.PLANNED), cell -> cells.failed(cell, new Failure(code, message, Optional.of(job))));
    }

    @Override
    public void onSkipped(JobKey job, JobKey because) {
        change(job, List.of(State.PLANNED), cell -> cells.failed(cell, inputFailed(cell, because)));
    }

    private Failure inputFailed(Cell cell, JobKey because) {
        return jobs.ofEvaluation(cell.evaluation()).stream()
                .filter(job -> job.key().equals(because))
                .findFirst()
                .flatMap(JobSummary::failure)
                .map(why -> new Failure(why.code(), why.message(), Optional.of(because)))
                .orElseGet(() -> new Failure(ErrorCode.INTERNAL, "an input of this cell failed", Optional.of(because)));
    }

    @Override
    public void onReopened(JobKey job) {
        change(job, List.of(State.FAILED), cells::reopened);
    }

    @Override
    public void onCancelled(JobKey job) {
        // Only the evaluations that were cancelled let go of it, and their cells are.
    }

    @Override
    public void onProgress(JobKey job, Progress progress) {
        evaluations.moved(job);
    }

    private void change(JobKey job, List<State> from, Consumer<Cell> change) {
        List<Evaluation> held = evaluations.lockNeeding(job);
        cells.scoredBy(job).stream().filter(cell -> from.contains(cell.state())).forEach(change);
        held.forEach(evaluations::refresh);
    }
}
