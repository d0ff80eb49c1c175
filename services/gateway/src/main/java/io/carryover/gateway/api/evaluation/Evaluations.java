/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.EvaluationCell;
import io.carryover.contracts.api.EvaluationJobs;
import io.carryover.contracts.api.EvaluationRequest;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.json.Json;
import io.carryover.gateway.api.FreshIds;
import io.carryover.gateway.api.analysis.Analyses;
import io.carryover.gateway.api.evaluation.Cell.State;
import io.carryover.gateway.api.evaluation.EvaluationRules.Checked;
import io.carryover.gateway.api.evaluation.EvaluationTable.Evaluation;
import io.carryover.gateway.api.registration.Registration;
import io.carryover.gateway.api.sql.Sql;
import io.carryover.gateway.core.JobFilter;
import io.carryover.gateway.core.Jobs;
import io.carryover.messaging.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What clients do with evaluations. */
@ApplicationScoped
public class Evaluations {
    private final EvaluationTable table;
    private final CellTable cells;
    private final EvaluationViews views;
    private final JobLines lines;
    private final Idempotency idempotency;
    private final KnownNames known;
    private final Jobs jobs;
    private final Analyses analyses;
    private final Sql sql;
    private final FreshIds ids;

    @Inject
    Evaluations(
            EvaluationTable table,
            CellTable cells,
            EvaluationViews views,
            JobLines lines,
            Idempotency idempotency,
            KnownNames known,
            Jobs jobs,
            Analyses analyses,
            Sql sql,
            FreshIds ids) {
        this.table = table;
        this.cells = cells;
        this.views = views;
        this.lines = lines;
        this.idempotency = idempotency;
        this.known = known;
        this.jobs = jobs;
        this.analyses = analyses;
        this.sql = sql;
        this.ids = ids;
    }

    /** An evaluation that was posted: {@code json} is the answer's body, the same for each repetition. */
    public record Posted(EvaluationId id, String json) {}

    /** Another page of a list. */
    public record Listed(List<EvaluationView> views, Optional<Long> next) {}

    /** Takes an evaluation. When this returns, it is planned whatever dies next. */
    @Transactional
    public Posted post(TenantId tenant, EvaluationRequest asked, Optional<String> key) {
        Checked request = EvaluationRules.check(asked);
        Optional<Posted> before = key.flatMap(k -> idempotency.before(tenant, k, request));
        if (before.isPresent()) {
            return before.orElseThrow();
        }
        Map<String, Registration> backbones = known.backbones(tenant, request, Set.of());
        var unused = known.datasets(tenant, request, Set.of());
        var id = new EvaluationId(ids.next("ev-"));
        table.insert(id, tenant, request.name(), Json.text(request), Traces.current());
        int position = 0;
        for (CellPlace place : CellPlace.all(request, backbones)) {
            cells.insert(id, position++, place.backbone(), place.seed(), place.task());
        }
        var posted = new Posted(id, Json.text(view(tenant, id)));
        key.ifPresent(k -> idempotency.remember(tenant, k, request, posted));
        return posted;
    }

    /** @throws CarryoverException NOT_FOUND */
    public EvaluationView view(TenantId tenant, EvaluationId id) {
        return views.of(table.find(tenant, id).orElseThrow(() -> notFound(id)));
    }

    /**
     * A page of its jobs, behind the position {@code after}.
     *
     * @throws CarryoverException NOT_FOUND
     */
    public EvaluationJobs jobs(TenantId tenant, EvaluationId id, JobFilter filter, long after, int limit) {
        Evaluation evaluation = table.find(tenant, id).orElseThrow(() -> notFound(id));
        return lines.page(evaluation.id(), filter, after, limit);
    }

    /** @throws CarryoverException NOT_FOUND */
    public List<EvaluationCell> cells(TenantId tenant, EvaluationId id) {
        Evaluation evaluation = table.find(tenant, id).orElseThrow(() -> notFound(id));
        return cells.ofEvaluation(evaluation.id()).stream().map(Cell::view).toList();
    }

    /** Newest first. */
    public Listed page(TenantId tenant, long cursor, int limit) {
        List<Evaluation> rows = table.page(tenant, cursor, limit + 1);
        List<Evaluation> shown = rows.subList(0, Math.min(limit, rows.size()));
        Optional<Long> next = rows.size() > limit ? Optional.of(shown.getLast().seq()) : Optional.empty();
        return new Listed(shown.stream().map(views::of).toList(), next);
    }

    /**
     * Cancels it: its cells without a number get none, jobs that nobody else wants stop. One that has ended stays as it is.
     *
     * @throws CarryoverException NOT_FOUND
     */
    @Transactional
    public void cancel(TenantId tenant, EvaluationId id) {
        sql.lock(Planning.lockOf(id));
        Evaluation seen = table.find(tenant, id).orElseThrow(() -> notFound(id));
        if (seen.endedAt().isPresent()) {
            return;
        }
        // Jobs before the evaluation: the order in which events take their locks.
        jobs.unwant(id);
        Evaluation evaluation = table.lock(id).orElseThrow();
        table.cancel(id);
        cells.cancelled(id);
        table.refresh(evaluation);
    }

    /**
     * Tries again what failed: jobs get their next run (not after an error of the input, which would repeat), refused
     * registrations are looked at anew.
     *
     * @throws CarryoverException NOT_FOUND, or EVALUATION_CANCELLED
     */
    @Transactional
    public EvaluationView retry(TenantId tenant, EvaluationId id) {
        sql.lock(Planning.lockOf(id));
        Evaluation seen = table.find(tenant, id).orElseThrow(() -> notFound(id));
        if (seen.cancelled()) {
            throw new CarryoverException(ErrorCode.EVALUATION_CANCELLED, "evaluation '%s' was cancelled".formatted(id));
        }
        Set<JobKey> open = new HashSet<>();
        jobs.ofEvaluation(id).forEach(job -> {
            if (!jobs.retry(job.key()).state().ended()) {
                open.add(job.key());
            }
        });
        analyses.retry(id);
        Evaluation evaluation = table.lock(id).orElseThrow();
        cells.ofEvaluation(id).stream()
                .filter(cell -> cell.state() == State.FAILED)
                .filter(cell -> cell.job().map(open::contains).orElse(true))
                .forEach(cells::reopened);
        table.refresh(evaluation);
        return view(tenant, id);
    }

    private static CarryoverException notFound(EvaluationId id) {
        return new CarryoverException(ErrorCode.NOT_FOUND, "no evaluation '%s'".formatted(id));
    }
}
