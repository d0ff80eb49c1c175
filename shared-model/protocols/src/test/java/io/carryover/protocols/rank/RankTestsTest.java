/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.protocols.Golden;
import io.carryover.protocols.stats.FDistribution;
import io.carryover.protocols.stats.Holm;
import io.carryover.protocols.stats.Interval;
import io.carryover.protocols.stats.SignedRank;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class RankTestsTest {
    private static final JsonNode GOLDEN = Golden.read("ranking");

    @Test
    void friedmanIsScipysWithImanAndDavenportsF() {
        for (JsonNode e : GOLDEN.get("friedman")) {
            Friedman test = Friedman.of(rows(e.get("scores")), e.get("decimals").asInt());

            assertThat(test.chiSquare()).isCloseTo(e.get("chi").asDouble(), within(1e-9));
            assertThat(test.f()).isCloseTo(e.get("f").asDouble(), within(1e-9));
            assertThat(test.p()).isCloseTo(e.get("p").asDouble(), within(1e-11));
            double[] ranks = Golden.doubles(e.get("ranks"));
            for (int m = 0; m < ranks.length; m++) {
                assertThat(test.meanRanks().get(m)).isCloseTo(ranks[m], within(1e-12));
            }
        }
    }

    @Test
    void tailsOfFAreScipys() {
        for (JsonNode e : GOLDEN.get("tails")) {
            double p = FDistribution.upperTail(
                    e.get("f").asDouble(), e.get("a").asDouble(), e.get("b").asDouble());
            assertThat(p / e.get("p").asDouble()).isCloseTo(1, within(1e-10));
        }
    }

    @Test
    void signedRanksAreThoseOfAllSigns() {
        for (JsonNode e : GOLDEN.get("wilcoxon")) {
            SignedRank test = SignedRank.of(Golden.doubles(e.get("differences")));

            assertThat(test.statistic()).isEqualTo(e.get("statistic").asDouble());
            assertThat(test.p()).isCloseTo(e.get("p").asDouble(), within(1e-12));
        }
    }

    @Test
    void holmMultipliesStepByStep() {
        double[] adjusted = Holm.adjusted(Golden.doubles(GOLDEN.get("p")));
        double[] wanted = Golden.doubles(GOLDEN.get("holm"));
        for (int i = 0; i < wanted.length; i++) {
            assertThat(adjusted[i]).isCloseTo(wanted[i], within(1e-15));
        }
    }

    @Test
    void rangesOfNormalsAreScipys() {
        for (JsonNode e : GOLDEN.get("range")) {
            // SciPy integrates to about 1e-7 here.
            assertThat(CriticalDifference.studentisedRange(e.get("models").asInt()))
                    .isCloseTo(e.get("q").asDouble(), within(1e-6));
        }
    }

    @Test
    void tiesEverywhereAreNoDifference() {
        Friedman tied = Friedman.of(new double[][] {{1, 1, 1}, {2, 2, 2}}, 2);

        assertThat(tied.p()).isEqualTo(1);
        assertThat(tied.chiSquare()).isNaN();
        assertThat(tied.meanRanks()).containsExactly(2.0, 2.0, 2.0);
        assertThat(SignedRank.of(new double[4])).isEqualTo(new SignedRank(0, 0, 1, true));
    }

    @Test
    void datasetsThatAgreeLeaveNoError() {
        Friedman agreed = Friedman.of(new double[][] {{1, 2, 3}, {2, 4, 6}, {0, 5, 9}}, 2);

        assertThat(agreed.f()).isInfinite();
        assertThat(agreed.p()).isEqualTo(0);
        assertThat(agreed.meanRanks()).containsExactly(3.0, 2.0, 1.0);
    }

    @Test
    void certainScoresHaveCertainRanksAndUnknownErrorsNone() {
        var certain = new SettingScores(new double[][] {{50, 70, 60}}, new double[3], 2, true);
        var unknown = new SettingScores(new double[][] {{50, 70, 60}}, new double[] {1, Double.NaN, 1}, 2, true);

        assertThat(SettingRanks.intervals(certain, 0).orElseThrow())
                .extracting(Interval::lo)
                .containsExactly(3.0, 1.0, 2.0);
        assertThat(SettingRanks.intervals(unknown, 0)).isEmpty();
    }

    /** Two models 1 apart, each with a standard error of 1: the lower one is ahead with probability Φ(-1/√2) = 24 %. */
    @Test
    void uncertainScoresHaveUncertainRanks() {
        var setting = new SettingScores(new double[][] {{50, 51, 90}}, new double[] {1, 1, 1}, 2, true);

        List<Interval> intervals = SettingRanks.intervals(setting, 3).orElseThrow();

        assertThat(intervals.get(0).lo()).isEqualTo(2);
        assertThat(intervals.get(0).hi()).isEqualTo(3);
        assertThat(intervals.get(2).hi()).isEqualTo(1);
    }

    @Test
    void lowerErrorsRankFirstAndTheMeanRankResamplesDatasets() {
        var errors = new SettingScores(new double[][] {{30, 20}}, new double[2], 2, false);
        var accuracies = new SettingScores(new double[][] {{10, 20}, {40, 20}, {10, 11}}, new double[2], 2, true);

        assertThat(errors.ranks()).containsExactly(2, 1);
        assertThat(SettingRanks.meanRanks(List.of(errors, accuracies))).containsExactly(1.5, 1.5);
        Interval first =
                SettingRanks.meanRankIntervals(List.of(errors, accuracies), 0).getFirst();
        assertThat(first.lo()).isEqualTo(1.5);
        assertThat(first.hi()).isEqualTo(2);
    }

    @Test
    void differencesOfPrintedScoresTieAsPrinted() {
        var setting = new SettingScores(new double[][] {{0.3, 0.2}, {0.2, 0.1}}, new double[2], 2, true);

        double[] differences = setting.differences(0, 1);

        assertThat(differences[0]).isEqualTo(differences[1]);
    }

    private static double[][] rows(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .map(Golden::doubles)
                .toArray(double[][]::new);
    }
}
