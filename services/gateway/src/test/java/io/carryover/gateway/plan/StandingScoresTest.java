/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.ResultKey;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.protocols.analysis.Score;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StandingScoresTest {
    private static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aResultIsAScoreWithTheErrorOfItsIntervalAndTheGridInItsProtocol() {
        StandingScores one = StandingScores.of(List.of(result("moco", "w1", "pets", "top1", "small", 81.25, 0)));

        Score score = one.scores().getFirst();
        assertThat(score.protocol()).isEqualTo("study/1, grid small");
        assertThat(score.error()).isCloseTo(2 / 1.959964, within(1e-6));
        assertThat(score.decimals()).isEqualTo(2);
        assertThat(score.n()).isEqualTo(400);
        assertThat(score.source()).isFalse();
        assertThat(one.notes()).isEmpty();
    }

    @Test
    void equalWeightsAreOneModelAndControlsAreNone() {
        StandingScores table = StandingScores.of(List.of(
                result("moco", "w1", "pets", "top1", "full", 80, 0),
                result("copy", "w1", "pets", "top1", "full", 80, 1),
                result("copy", "w1", "cars", "top1", "full", 40, 2),
                control("random")));

        assertThat(table.scores()).extracting(Score::model).containsExactly("moco", "moco");
        assertThat(table.scores()).extracting(Score::dataset).containsExactly("cars", "pets");
        assertThat(table.notes())
                .containsExactly(
                        "controls are no models: random left out",
                        "copy has the weights and the recipe of moco and counts once with it");
    }

    @Test
    void namesThatTwoThingsHaveAreToldApart() {
        StandingScores table = StandingScores.of(List.of(
                result("moco", "w1", "pets", "top1", "full", 80, 0),
                result("moco", "w2", "pets", "top1", "full", 70, 1)));

        assertThat(table.scores())
                .extracting(Score::model)
                .containsExactlyInAnyOrder(
                        "moco@" + Sha256.of("moco w1").brief(),
                        "moco@" + Sha256.of("moco w2").brief());
    }

    @Test
    void equalScoresAreTheSameTableInWhateverOrderTheyCome() {
        List<ResultRecord> results = List.of(
                result("b", "w2", "pets", "top1", "full", 70, 1),
                result("a", "w1", "cars", "top1", "full", 80, 0),
                result("a", "w1", "pets", "top1", "full", 60, 2));

        assertThat(StandingScores.of(results.reversed()).scores())
                .isEqualTo(StandingScores.of(results).scores());
    }

    @Test
    void comparableIsWhatStandsInTheColumnsOfTheCells() {
        ResultRecord own = result("a", "w1", "pets", "top1", "full", 80, 0);
        ResultRecord beside = result("b", "w2", "pets", "top1", "full", 70, 0);
        List<ResultRecord> all = List.of(
                own,
                beside,
                result("b", "w2", "pets", "mean-per-class", "full", 69, 0),
                result("b", "w2", "pets", "top1", "small", 60, 0),
                result("b", "w2", "cars", "top1", "full", 50, 0));

        assertThat(StandingScores.comparable(all, Set.of(own.key()))).containsExactly(own, beside);
    }

    @Test
    void aMetricThatTheWorkerNamesItselfIsFound() {
        ResultRecord own = result("a", "w1", "pets", "accuracy", "full", 80, 0);

        assertThat(StandingScores.comparable(
                        List.of(own),
                        Set.of(result("a", "w1", "pets", "top1", "full", 80, 0).key())))
                .containsExactly(own);
    }

    @Test
    void fewerThanFourModelsOrOneTaskAreTooLittleAndItIsSaid() {
        assertThat(plan(table(3, "pets", "cars")))
                .isEqualTo(
                        new AnalysisPlan.None("3 different models with comparable scores, and a correlation needs 4"));
        assertThat(plan(List.of()))
                .isEqualTo(
                        new AnalysisPlan.None("0 different models with comparable scores, and a correlation needs 4"));
        assertThat(plan(table(4, "pets")))
                .isEqualTo(new AnalysisPlan.None("one task alone: there is nothing to hold it against"));
    }

    @Test
    void theDatasetOfPretrainingIsTheReferenceElseTheTaskOfMostModels() {
        assertThat(plan(table(5, "pets", "source")))
                .isEqualTo(new AnalysisPlan.Possible("linear:source:top1:study/1", Optional.empty(), List.of()));
        List<ResultRecord> uneven = Stream.concat(results(5, "pets").stream(), results(4, "cars").stream())
                .toList();
        assertThat(plan(StandingScores.of(uneven).scores()))
                .isEqualTo(new AnalysisPlan.Possible("linear:pets:top1:study/1", Optional.empty(), List.of()));
    }

    @Test
    void ofCompetingProtocolsTheOneWithMostColumnsIsRanked() {
        List<ResultRecord> mixed = Stream.of(
                        results(4, "pets"),
                        results(4, "cars"),
                        List.of(result("m0", "w0", "pets", "top1", "small", 50, 9)))
                .flatMap(List::stream)
                .toList();

        var plan = (AnalysisPlan.Possible) plan(StandingScores.of(mixed).scores());

        assertThat(plan.protocol()).contains("study/1");
        assertThat(plan.notes())
                .containsExactly(
                        "ranked are the numbers of study/1; those of study/1, grid small share no rank with them");
    }

    private static AnalysisPlan plan(List<Score> scores) {
        return AnalysisPlan.of(scores, Optional.empty(), Optional.empty());
    }

    private static List<Score> table(int models, String... datasets) {
        return StandingScores.of(Stream.of(datasets)
                        .flatMap(dataset -> results(models, dataset).stream())
                        .toList())
                .scores();
    }

    private static List<ResultRecord> results(int models, String dataset) {
        return java.util.stream.IntStream.range(0, models)
                .mapToObj(i -> result("m" + i, "w" + i, dataset, "top1", "full", 50 + i, i))
                .toList();
    }

    private static ResultRecord control(String name) {
        ResultRecord real = result(name, name, "pets", "top1", "full", 10, 3);
        return with(
                real,
                new ResultRecord.BackboneFacts(name, "control", name, Optional.empty(), Optional.empty(), "random"));
    }

    private static ResultRecord with(ResultRecord r, ResultRecord.BackboneFacts facts) {
        return new ResultRecord(
                r.version(),
                r.key(),
                r.revision(),
                facts,
                r.dataset(),
                r.job(),
                r.output(),
                r.artifacts(),
                r.provenance(),
                r.featureProvenance(),
                r.at());
    }

    private static ResultRecord result(
            String name, String weights, String dataset, String metric, String grid, double value, int second) {
        var key = new ResultKey(
                TenantId.LOCAL,
                Sha256.of(name + " " + weights),
                Sha256.of(dataset),
                "linear",
                metric,
                ProtocolId.STUDY,
                grid,
                0,
                Variant.ONNX_CPU);
        var score = new io.carryover.contracts.result.Score(
                metric, value, "percent", true, 400, new Interval(value - 2, value + 2, "wilson"), List.of(0L));
        return new ResultRecord(
                ResultRecord.VERSION,
                key,
                1,
                new ResultRecord.BackboneFacts(
                        name, "checkpoint", name, Optional.of(Sha256.of(weights)), Optional.empty(), "64 px"),
                new ResultRecord.DatasetFacts(
                        dataset, dataset.equals("source") ? "source" : "target", "", Attribution.UNKNOWN),
                new JobKey("j-" + name),
                Optional.of(new StepOutput.LinearScored(score, 1, List.of(), List.of())),
                new TreeMap<>(),
                new Provenance(Variant.HEADS_CPU, 1, "test", new WorkerId("w"), "here", T0, Duration.ZERO),
                Optional.empty(),
                T0.plusSeconds(second));
    }
}
