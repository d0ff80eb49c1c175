/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.EvaluationView.BackboneProgress;
import io.carryover.contracts.api.EvaluationView.Failure;
import io.carryover.contracts.api.EvaluationView.RunningJob;
import io.carryover.contracts.event.WorkerEvent.Progress;
import io.carryover.contracts.id.JobKey;
import io.carryover.gateway.api.analysis.AnalysisViews;
import io.carryover.gateway.api.evaluation.Cell.State;
import io.carryover.gateway.api.evaluation.EvaluationTable.Evaluation;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.JobSummary;
import io.carryover.gateway.core.Jobs;
import io.carryover.gateway.plan.EvaluationStates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Evaluations as clients see them. */
@ApplicationScoped
class EvaluationViews {
    /** A job runs from when its worker took it, which is before its first heartbeat. */
    private static final Progress NOTHING_TOLD_YET = new Progress(0, 0, "steps", 0);

    private final CellTable cells;
    private final Jobs jobs;
    private final AnalysisViews analyses;

    @Inject
    EvaluationViews(CellTable cells, Jobs jobs, AnalysisViews analyses) {
        this.cells = cells;
        this.jobs = jobs;
        this.analyses = analyses;
    }

    EvaluationView of(Evaluation evaluation) {
        return of(
                evaluation,
                EvaluationStates.completed(evaluation.state())
                        ? analyses.ofEvaluation(evaluation.id())
                        : Optional.empty());
    }

    /** Without what follows its end: a stream is over then. */
    EvaluationView progress(Evaluation evaluation) {
        return of(evaluation, Optional.empty());
    }

    private EvaluationView of(Evaluation evaluation, Optional<EvaluationView.Analysis> analysis) {
        List<Cell> all = cells.ofEvaluation(evaluation.id());
        Map<Long, List<JobKey>> needed = cells.jobs(evaluation.id());
        Map<JobKey, JobSummary> summaries = jobs.ofEvaluation(evaluation.id()).stream()
                .collect(Collectors.toMap(
                        JobSummary::key, Function.identity(), (first, _) -> first, LinkedHashMap::new));
        Map<String, List<Cell>> byBackbone =
                all.stream().collect(Collectors.groupingBy(Cell::backbone, LinkedHashMap::new, Collectors.toList()));
        var lines = new ArrayList<BackboneProgress>();
        byBackbone.forEach((backbone, own) -> lines.add(line(backbone, own, needed, summaries)));
        return new EvaluationView(
                evaluation.id(),
                evaluation.name(),
                evaluation.state(),
                evaluation.createdAt(),
                evaluation.endedAt(),
                lines,
                failures(all),
                evaluation.endedAt().isPresent() ? Optional.empty() : waitsFor(all, summaries.values()),
                analysis);
    }

    private static BackboneProgress line(
            String backbone, List<Cell> own, Map<Long, List<JobKey>> needed, Map<JobKey, JobSummary> summaries) {
        Map<String, String> datasets = new HashMap<>();
        Map<JobKey, String> titles = new HashMap<>();
        for (Cell cell : own) {
            cell.facts()
                    .ifPresent(facts -> datasets.put(
                            facts.key().dataset().hex(), facts.dataset().name()));
            cell.job().ifPresent(job -> titles.put(job, cell.title()));
        }
        Set<JobKey> keys = own.stream()
                .flatMap(cell -> needed.getOrDefault(cell.id(), List.of()).stream())
                .collect(Collectors.toSet());
        List<JobSummary> known = summaries.values().stream()
                .filter(job -> keys.contains(job.key()))
                .toList();
        int done = (int) known.stream().filter(job -> job.state().ended()).count();
        boolean planned = own.stream().noneMatch(cell -> cell.state() == State.WAITING);
        double share = known.stream().mapToDouble(Fractions::of).sum();
        double fraction = ended(own) ? 1 : planned && !keys.isEmpty() ? share / keys.size() : 0;
        List<RunningJob> running = known.stream()
                .filter(job -> job.state() == JobStatus.RUNNING)
                .map(job -> new RunningJob(
                        job.key(),
                        Titles.of(job.spec(), datasets, titles.getOrDefault(job.key(), "")),
                        job.progress().orElse(NOTHING_TOLD_YET)))
                .toList();
        return new BackboneProgress(
                backbone.isEmpty() ? "sleep" : backbone,
                Fractions.state(own, !running.isEmpty()),
                done,
                keys.size(),
                fraction,
                running,
                running.isEmpty() && !ended(own) ? standsStill(own, known) : Optional.empty());
    }

    /** Told by the job that is nearest to running; where nothing is planned yet, by the registrations. */
    private static Optional<String> standsStill(List<Cell> own, List<JobSummary> known) {
        return known.stream()
                .filter(job -> !job.state().ended())
                .max(Comparator.comparing(JobSummary::state))
                .flatMap(JobSummary::waitsFor)
                .or(() -> registration(own));
    }

    private static boolean ended(List<Cell> own) {
        return own.stream().noneMatch(cell -> cell.state() == State.WAITING || cell.state() == State.PLANNED);
    }

    private static List<Failure> failures(List<Cell> all) {
        return all.stream()
                .flatMap(cell -> cell.failure().stream()
                        .map(why -> new Failure(
                                cell.backbone().isEmpty() ? "*" : cell.backbone(),
                                cell.title(),
                                why.code().name(),
                                why.message(),
                                why.code().remedy(),
                                why.job())))
                .distinct()
                .toList();
    }

    private static Optional<String> waitsFor(List<Cell> all, Iterable<JobSummary> summaries) {
        String why = "";
        for (JobSummary job : summaries) {
            if (job.state() == JobStatus.RUNNING) {
                return Optional.empty();
            }
            if (why.isEmpty()) {
                why = job.waitsFor().orElse("");
            }
        }
        if (!why.isEmpty()) {
            return Optional.of(why);
        }
        return registration(all);
    }

    private static Optional<String> registration(List<Cell> cells) {
        return cells.stream()
                .filter(cell -> cell.state() == State.WAITING)
                .map(cell -> "registration of backbone '%s' or dataset '%s'"
                        .formatted(cell.backbone(), cell.task().dataset()))
                .findFirst();
    }
}
