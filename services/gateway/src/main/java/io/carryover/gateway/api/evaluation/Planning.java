/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Outcome;
import io.carryover.gateway.api.evaluation.Cell.Failure;
import io.carryover.gateway.api.evaluation.EvaluationTable.Evaluation;
import io.carryover.gateway.api.registration.Registrar;
import io.carryover.gateway.api.registration.Registration;
import io.carryover.gateway.api.registration.Registration.State;
import io.carryover.gateway.api.registration.RegistrationType;
import io.carryover.gateway.api.sql.Sql;
import io.carryover.gateway.config.GatewayConfig;
import io.carryover.gateway.core.JobRef;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.JobSummary;
import io.carryover.gateway.core.Jobs;
import io.carryover.gateway.core.WantedJob;
import io.carryover.gateway.plan.CellPlan;
import io.carryover.gateway.plan.CellPlanner;
import io.carryover.gateway.plan.Devices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Plans cells whose registrations are settled. One transaction plans a bounded number; what it did not reach, or lost with a
 * crash, the next one does.
 */
@ApplicationScoped
public class Planning {
    /** About half a second's work: so long does a new evaluation wait for its first turn. */
    private static final int CELLS_AT_ONCE = 50;

    private final EvaluationTable evaluations;
    private final CellTable cells;
    private final Scoring scoring;
    private final Registrar registrar;
    private final Jobs jobs;
    private final Sql sql;
    private final Devices devices;

    @Inject
    Planning(
            EvaluationTable evaluations,
            CellTable cells,
            Scoring scoring,
            Registrar registrar,
            Jobs jobs,
            Sql sql,
            GatewayConfig config) {
        this.evaluations = evaluations;
        this.cells = cells;
        this.scoring = scoring;
        this.registrar = registrar;
        this.jobs = jobs;
        this.sql = sql;
        this.devices = new Devices(config.devices().features(), config.devices().finetune());
    }

    /** Evaluations for which {@link #advance} has something to do. */
    public List<EvaluationId> due() {
        return cells.plannable();
    }

    /** Plans a turn's worth of what can be planned now; nothing while another gateway does. */
    @Transactional
    public void advance(EvaluationId id) {
        Optional<Evaluation> found = evaluations.find(id);
        if (found.isEmpty() || !sql.tryLock(lockOf(id))) {
            return;
        }
        Evaluation evaluation = found.orElseThrow();
        Names names = names(evaluation, cells.plannable(id, CELLS_AT_ONCE));
        Map<Cell, CellPlan> plans = new LinkedHashMap<>();
        Map<Cell, Failure> failures = new LinkedHashMap<>();
        for (Cell cell : names.settled()) {
            try {
                plans.put(cell, plan(evaluation, cell, names));
            } catch (CarryoverException refusal) {
                failures.put(cell, new Failure(refusal.code(), String.valueOf(refusal.getMessage()), Optional.empty()));
            }
        }
        // Jobs are wanted before the evaluation's row is held, and in one order: events lock in the same one.
        Map<JobKey, JobRef> wanted = want(evaluation, plans.values().stream().toList());
        evaluations.lock(id).ifPresent(held -> {
            failures.forEach(cells::failed);
            plans.forEach((cell, plan) -> cells.planned(cell, plan, names.facts(cell, plan)));
            settle(id, wanted);
            evaluations.refresh(held);
        });
    }

    /** Name of the lock under which an evaluation is planned, cancelled or tried again. */
    static String lockOf(EvaluationId id) {
        return "planning " + id;
    }

    private Map<JobKey, JobRef> want(Evaluation evaluation, List<CellPlan> plans) {
        var inputs = new TreeMap<JobKey, WantedJob>();
        var dependents = new TreeMap<JobKey, WantedJob>();
        plans.stream()
                .flatMap(plan -> plan.jobs().stream())
                .forEach(job -> (job.spec().inputs().isEmpty() ? inputs : dependents).put(job.key(), job));
        var wanted = new HashMap<JobKey, JobRef>();
        for (Map<JobKey, WantedJob> level : List.of(inputs, dependents)) {
            level.forEach((key, job) -> wanted.put(key, jobs.want(evaluation.tenant(), evaluation.id(), job)));
        }
        return wanted;
    }

    /** Jobs that ended before this evaluation wanted them tell nobody again. */
    private void settle(EvaluationId id, Map<JobKey, JobRef> wanted) {
        if (wanted.values().stream().noneMatch(job -> job.state().ended())) {
            return; // the usual case: no need to read all cells for every few that are planned
        }
        Map<JobKey, JobSummary.Failure> reasons = new HashMap<>();
        if (wanted.values().stream()
                .anyMatch(job -> job.state() == JobStatus.FAILED || job.state() == JobStatus.SKIPPED)) {
            jobs.ofEvaluation(id).forEach(job -> job.failure().ifPresent(why -> reasons.put(job.key(), why)));
        }
        for (Cell cell : cells.ofEvaluation(id)) {
            Optional<JobKey> head = cell.state() == Cell.State.PLANNED ? cell.job() : Optional.empty();
            head.map(wanted::get).ifPresent(job -> settle(cell, job, reasons));
        }
    }

    private void settle(Cell cell, JobRef job, Map<JobKey, JobSummary.Failure> reasons) {
        switch (job.state()) {
            case SUCCEEDED -> {
                Outcome outcome = jobs.outcome(job.key()).orElseThrow();
                scoring.score(cell, job.key(), outcome);
            }
            case FAILED, SKIPPED, CANCELLED -> {
                JobSummary.Failure why = reasons.getOrDefault(
                        job.key(), new JobSummary.Failure(ErrorCode.INTERNAL, "the job ended without a reason"));
                cells.failed(cell, new Failure(why.code(), why.message(), Optional.of(job.key())));
            }
            case PLANNED, QUEUED, RELEASED, RUNNING, CANCELLING -> {}
        }
    }

    /** The jobs of a cell that names nothing pending; {@code sleep} needs no names. */
    CellPlan plan(Evaluation evaluation, Cell cell, Names names) {
        if (cell.task() instanceof TaskRequest.Sleep sleep) {
            return CellPlanner.sleep(evaluation.id(), cell.position(), sleep);
        }
        return new CellPlanner(evaluation.tenant(), devices)
                .plan(names.backbone(cell.backbone()), names.dataset(cell.task().dataset()), cell.task(), cell.seed());
    }

    private Names names(Evaluation evaluation, List<Cell> plannable) {
        Map<String, Registration> backbones = registrar.byName(
                evaluation.tenant(),
                RegistrationType.BACKBONE,
                plannable.stream().map(Cell::backbone).distinct().toList());
        Map<String, Registration> datasets = registrar.byName(
                evaluation.tenant(),
                RegistrationType.DATASET,
                plannable.stream().map(cell -> cell.task().dataset()).distinct().toList());
        return new Names(
                backbones,
                datasets,
                // A name may have been taken since they were read, and be pending now.
                plannable.stream()
                        .filter(cell -> settled(backbones.get(cell.backbone()))
                                && settled(datasets.get(cell.task().dataset())))
                        .toList());
    }

    private static boolean settled(@org.jspecify.annotations.Nullable Registration registration) {
        return registration == null || !isPending(registration);
    }

    /** Whether it is still being imported. */
    static boolean isPending(Registration registration) {
        return registration.state() == State.PENDING;
    }
}
