/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.analysis;

import io.carryover.contracts.api.AnalysisView;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.StepOutput;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.JobSummary;
import io.carryover.gateway.core.Jobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Analyses as clients see them: where they stand, their jobs say. */
@ApplicationScoped
public class AnalysisViews {
    private final AnalysisTable table;
    private final Jobs jobs;

    @Inject
    AnalysisViews(AnalysisTable table, Jobs jobs) {
        this.table = table;
        this.jobs = jobs;
    }

    private record Stand(String state, Optional<String> why) {}

    /** Of an evaluation that has ended; empty where it has none, as it runs or was cancelled. */
    public Optional<EvaluationView.Analysis> ofEvaluation(EvaluationId evaluation) {
        return table.find(AnalysisTable.idOf(evaluation)).map(analysis -> {
            Stand stand = stand(analysis);
            return new EvaluationView.Analysis(analysis.id().value(), stand.state(), stand.why());
        });
    }

    AnalysisView of(Analysis analysis) {
        Stand stand = stand(analysis);
        Optional<Outcome> outcome = analysis.job().flatMap(jobs::outcome);
        return new AnalysisView(
                analysis.id().value(),
                analysis.evaluation(),
                analysis.source().id(),
                stand.state(),
                stand.why(),
                analysis.spec()
                        .map(spec ->
                                new AnalysisView.Options(spec.reference(), spec.protocol(), spec.draws(), spec.seed())),
                analysis.notes(),
                outcome.map(Outcome::output)
                        .filter(StepOutput.Analysed.class::isInstance)
                        .map(StepOutput.Analysed.class::cast),
                link(analysis, outcome, "correlations"),
                link(analysis, outcome, "ranking"),
                analysis.job(),
                analysis.createdAt());
    }

    private static Optional<String> link(Analysis analysis, Optional<Outcome> outcome, String document) {
        return outcome.filter(o -> o.artifacts().containsKey(document))
                .map(_ -> "/v1/analysis/%s/%s".formatted(analysis.id(), document));
    }

    private Stand stand(Analysis analysis) {
        return switch (analysis.state()) {
            case DUE -> new Stand("waiting", Optional.of("its table of scores is being made"));
            case NONE -> new Stand("none", analysis.why());
            case PLANNED -> planned(analysis, analysis.job().orElseThrow());
        };
    }

    private Stand planned(Analysis analysis, JobKey job) {
        JobStatus status = jobs.state(job).orElseThrow().state();
        return switch (status) {
            case SUCCEEDED -> new Stand("done", Optional.empty());
            case RUNNING, CANCELLING -> new Stand("running", Optional.empty());
            case PLANNED, QUEUED, RELEASED ->
                new Stand("waiting", summary(analysis, job).flatMap(JobSummary::waitsFor));
            case FAILED, CANCELLED, SKIPPED ->
                new Stand(
                        "failed",
                        summary(analysis, job)
                                .flatMap(JobSummary::failure)
                                .map(why -> "%s: %s. %s"
                                        .formatted(
                                                why.code(),
                                                why.message(),
                                                why.code().remedy()))
                                .or(() -> Optional.of("its job was cancelled")));
        };
    }

    private Optional<JobSummary> summary(Analysis analysis, JobKey job) {
        return jobs.ofEvaluation(analysis.id()).stream()
                .filter(each -> each.key().equals(job))
                .findFirst();
    }
}
