/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.analysis;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.StepOutput.Strongest;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.Interval;
import io.carryover.protocols.analysis.PanelCorrelation;
import io.carryover.protocols.analysis.Ranking;
import io.carryover.protocols.analysis.RankingAnalysis;
import io.carryover.protocols.analysis.RankingFields;
import io.carryover.protocols.analysis.ReferenceCorrelations;
import io.carryover.protocols.analysis.ResultsCsv;
import io.carryover.protocols.analysis.Score;
import io.carryover.protocols.analysis.ScoreTable;
import io.carryover.protocols.correlation.Association;
import io.carryover.storage.Blobs;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The documents of {@code carryover analyze correlations|ranking --json}, of a table of scores in the store. */
final class AnalysisHandler implements JobHandler<JobSpec.Analysis> {
    private final Blobs blobs;

    AnalysisHandler(Blobs blobs) {
        this.blobs = blobs;
    }

    @Override
    public Class<JobSpec.Analysis> type() {
        return JobSpec.Analysis.class;
    }

    @Override
    public StepResult run(JobSpec.Analysis spec, JobContext context) throws IOException {
        List<Score> scores = ResultsCsv.read(
                "scores " + spec.scores().brief(), Files.readString(context.fetch(blobs.reference(spec.scores()))));
        context.checkStop();
        ReferenceCorrelations correlations = correlations(spec, scores);
        var artifacts = new TreeMap<String, ArtifactRef>();
        artifacts.put("correlations", context.write(Json.bytes(correlations.fields()), ArtifactRef.JSON));
        context.progress(1, 2, "documents");
        context.checkStop();
        var warnings = new ArrayList<String>();
        var settings = new ArrayList<String>();
        try {
            Ranking ranking = ranking(spec, scores);
            artifacts.put(
                    "ranking", context.write(Json.bytes(RankingFields.of(ranking, spec.seed())), ArtifactRef.JSON));
            ranking.settings().forEach(s -> settings.add(s.setting().id()));
            if (ranking.models().isEmpty()) {
                warnings.add(
                        ranking.leftOut().isEmpty()
                                ? "ranking: no task here belongs to a setting that is ranked"
                                : "ranking: no model has a score in every setting");
            }
        } catch (CarryoverException unranked) {
            if (unranked.code() != ErrorCode.INVALID_RESULTS) {
                throw unranked;
            }
            // What can't be ranked can still be correlated.
            warnings.add("no ranking: " + unranked.getMessage());
        }
        warnings.addAll(warnings(correlations));
        context.progress(2, 2, "documents");
        return StepResult.of(
                new StepOutput.Analysed(
                        (int) scores.stream().map(Score::model).distinct().count(),
                        correlations.panels().size(),
                        strongest(correlations),
                        settings,
                        warnings),
                artifacts,
                Variant.HEADS_CPU,
                1);
    }

    private static ReferenceCorrelations correlations(JobSpec.Analysis spec, List<Score> scores) {
        try {
            return ReferenceCorrelations.of(scores, spec.reference(), spec.draws(), spec.seed());
        } catch (IllegalArgumentException e) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, "reference: " + e.getMessage(), e);
        }
    }

    private static Ranking ranking(JobSpec.Analysis spec, List<Score> scores) {
        List<Score> ranked = scores.stream()
                .filter(s -> spec.protocol().map(s.protocol()::equals).orElse(true))
                .toList();
        if (ranked.isEmpty()) {
            throw new CarryoverException(
                    ErrorCode.INVALID_RESULTS,
                    "no score has protocol " + spec.protocol().orElse(""));
        }
        return RankingAnalysis.of(ScoreTable.of(ranked), spec.seed());
    }

    private static Optional<Strongest> strongest(ReferenceCorrelations correlations) {
        return correlations.panels().stream()
                .flatMap(AnalysisHandler::pearson)
                .max(Comparator.comparingDouble(s -> Math.abs(s.r())));
    }

    private static Stream<Strongest> pearson(PanelCorrelation each) {
        return switch (each.correlations().pearson()) {
            case Association.Measured m ->
                Stream.of(new Strongest(
                        each.panel().name(),
                        m.r(),
                        new Interval(
                                m.interval().lo(),
                                m.interval().hi(),
                                m.interval().rule())));
            case Association.None _ -> Stream.empty();
        };
    }

    private static List<String> warnings(ReferenceCorrelations correlations) {
        long none = correlations.panels().stream()
                .filter(p -> p.correlations().pearson() instanceof Association.None)
                .count();
        long few = correlations.panels().stream()
                .filter(p -> p.correlations().tooFewToRank())
                .count();
        var warnings = new ArrayList<String>();
        if (none > 0) {
            warnings.add("%d of %d panels have no correlation; each says why"
                    .formatted(none, correlations.panels().size()));
        }
        if (few > 0) {
            warnings.add("%d of %d panels have fewer than eight models: too few to rank"
                    .formatted(few, correlations.panels().size()));
        }
        correlations.panels().stream()
                .map(p -> p.panel().caveat())
                .filter(caveat -> !caveat.isEmpty())
                .distinct()
                .forEach(warnings::add);
        return warnings;
    }
}
