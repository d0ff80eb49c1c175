/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.analysis;

import io.carryover.contracts.api.AnalysisRequest;
import io.carryover.contracts.api.AnalysisView;
import io.carryover.contracts.api.Page;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.published.StudyTables;
import io.carryover.contracts.result.ResultKey;
import io.carryover.gateway.api.analysis.Analysis.Source;
import io.carryover.gateway.api.analysis.Analysis.State;
import io.carryover.gateway.api.http.Cursors;
import io.carryover.gateway.api.sql.Sql;
import io.carryover.gateway.core.Jobs;
import io.carryover.gateway.core.Results;
import io.carryover.gateway.core.WantedJob;
import io.carryover.gateway.plan.AnalysisPlan;
import io.carryover.gateway.plan.StandingScores;
import io.carryover.protocols.analysis.PublishedScores;
import io.carryover.protocols.analysis.ResultsCsv;
import io.carryover.protocols.analysis.Score;
import io.carryover.protocols.correlation.Draws;
import io.carryover.storage.Blobs;
import io.carryover.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plans analyses: one when an evaluation has ended, others when they are asked for. */
@ApplicationScoped
public class Analyses {
    private final AnalysisTable table;
    private final AnalysisViews views;
    private final Results results;
    private final Jobs jobs;
    private final Blobs blobs;
    private final Sql sql;

    @Inject
    Analyses(AnalysisTable table, AnalysisViews views, Results results, Jobs jobs, ObjectStore store, Sql sql) {
        this.table = table;
        this.views = views;
        this.results = results;
        this.jobs = jobs;
        this.blobs = new Blobs(store, Path.of(System.getProperty("java.io.tmpdir")));
        this.sql = sql;
    }

    /** Those for which {@link #advance} has something to do. */
    public List<EvaluationId> due() {
        return table.due(50);
    }

    /**
     * Plans the analysis of an evaluation that has ended, over all standing results of its tenant in the columns of its cells;
     * nothing while another gateway does.
     */
    @Transactional
    public void advance(EvaluationId id) {
        if (!sql.tryLock("analysis " + id)) {
            return;
        }
        Optional<Analysis> found = table.find(id).filter(analysis -> analysis.state() == State.DUE);
        if (found.isEmpty()) {
            return;
        }
        Analysis due = found.orElseThrow();
        Set<ResultKey> cells = table.scored(due.evaluation().orElseThrow());
        var standing = StandingScores.of(StandingScores.comparable(
                results.standing(
                        due.tenant(), cells.stream().map(ResultKey::dataset).collect(Collectors.toSet())),
                cells));
        switch (AnalysisPlan.of(standing.scores(), Optional.empty(), Optional.empty())) {
            case AnalysisPlan.None(String why) -> {
                due.job().ifPresent(_ -> jobs.unwant(id));
                table.none(due, why, standing.notes());
            }
            case AnalysisPlan.Possible possible -> {
                WantedJob job = wanted(standing.scores(), possible, 0, Optional.of(due.tenant()));
                if (due.job().filter(before -> !before.equals(job.key())).isPresent()) {
                    jobs.unwant(id);
                }
                jobs.want(due.tenant(), id, job);
                table.planned(due, spec(job), job.key(), both(standing.notes(), possible.notes()));
            }
        }
    }

    /** Tries a failed job of the evaluation's analysis again. */
    public void retry(EvaluationId evaluation) {
        jobs.ofEvaluation(AnalysisTable.idOf(evaluation)).forEach(job -> jobs.retry(job.key()));
    }

    /**
     * Takes a wish. The same one over the same scores is the same analysis.
     *
     * @throws CarryoverException INVALID_REQUEST, or TOO_FEW_MODELS where nothing can be analysed
     */
    @Transactional
    public AnalysisView request(TenantId tenant, AnalysisRequest request) {
        Source source = source(request.source());
        long seed = request.seed() == null ? 0 : request.seed();
        StandingScores standing = scores(tenant, source);
        AnalysisPlan plan = AnalysisPlan.of(
                standing.scores(), given("reference", request.reference()), given("protocol", request.protocol()));
        return switch (plan) {
            case AnalysisPlan.None(String why) ->
                throw new CarryoverException(
                        ErrorCode.TOO_FEW_MODELS,
                        Stream.concat(Stream.of(why), standing.notes().stream()).collect(Collectors.joining("; ")));
            case AnalysisPlan.Possible possible -> {
                // Everybody has the study's tables; a tenant's own numbers are its own.
                Optional<TenantId> owner = source == Source.PUBLISHED ? Optional.empty() : Optional.of(tenant);
                yield take(
                        tenant,
                        source,
                        wanted(standing.scores(), possible, seed, owner),
                        both(standing.notes(), possible.notes()));
            }
        };
    }

    private AnalysisView take(TenantId tenant, Source source, WantedJob job, List<String> notes) {
        var id = new EvaluationId(
                "an-" + Sha256.of(tenant + " " + job.key()).hex().substring(0, 24));
        jobs.want(tenant, id, job);
        table.insert(id, tenant, source, spec(job), job.key(), notes);
        return view(tenant, id);
    }

    private StandingScores scores(TenantId tenant, Source source) {
        return switch (source) {
            case PUBLISHED -> new StandingScores(PublishedScores.of(StudyTables::text), List.of());
            case MEASURED -> StandingScores.of(results.standing(tenant));
        };
    }

    /** Its table goes to the store first: a job never names what isn't there. */
    private WantedJob wanted(List<Score> scores, AnalysisPlan.Possible plan, long seed, Optional<TenantId> owner) {
        ArtifactRef written = blobs.put(ResultsCsv.text(scores).getBytes(StandardCharsets.UTF_8), ArtifactRef.TEXT);
        return new WantedJob(
                new JobSpec.Analysis(written.sha256(), plan.reference(), plan.protocol(), Draws.USUAL, seed), owner);
    }

    /** @throws CarryoverException NOT_FOUND */
    public AnalysisView view(TenantId tenant, EvaluationId id) {
        return views.of(find(tenant, id));
    }

    /** Newest first. */
    public Page<AnalysisView> page(TenantId tenant, long cursor, int limit) {
        return Cursors.page(table.page(tenant, cursor, limit + 1), limit, Analysis::seq, views::of);
    }

    /**
     * The bytes of {@code correlations} or {@code ranking}.
     *
     * @throws CarryoverException NOT_FOUND where it isn't there, saying why
     */
    public InputStream document(TenantId tenant, EvaluationId id, String name) {
        Analysis analysis = find(tenant, id);
        return analysis.job()
                .flatMap(jobs::outcome)
                .flatMap(outcome -> Optional.ofNullable(outcome.artifacts().get(name)))
                .map(blobs::open)
                .orElseThrow(() -> missing(views.of(analysis), name));
    }

    private static CarryoverException missing(AnalysisView view, String name) {
        String why = view.summary()
                .map(summary -> String.join("; ", summary.warnings()))
                .or(view::why)
                .map(words -> ": " + words)
                .orElse("");
        return new CarryoverException(
                ErrorCode.NOT_FOUND, "analysis '%s' has no %s (%s%s)".formatted(view.id(), name, view.state(), why));
    }

    private Analysis find(TenantId tenant, EvaluationId id) {
        return table.find(id)
                .filter(analysis -> analysis.tenant().equals(tenant))
                .orElseThrow(() -> new CarryoverException(ErrorCode.NOT_FOUND, "no analysis '%s'".formatted(id)));
    }

    private static JobSpec.Analysis spec(WantedJob job) {
        return (JobSpec.Analysis) job.spec();
    }

    private static List<String> both(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static Optional<String> given(String field, @Nullable String text) {
        if (text != null && text.isBlank()) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, field + ": empty; leave it out");
        }
        return Optional.ofNullable(text);
    }

    private static Source source(@Nullable String name) {
        for (Source source : Source.values()) {
            if (source.id().equals(name)) {
                return source;
            }
        }
        throw new CarryoverException(
                ErrorCode.INVALID_REQUEST,
                name == null
                        ? "source: missing; measured or published"
                        : "source: measured or published, not '%s'".formatted(name));
    }
}
