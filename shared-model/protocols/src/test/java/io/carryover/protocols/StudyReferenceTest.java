/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.protocols.fewshot.Episode;
import io.carryover.protocols.fewshot.FewShot;
import io.carryover.protocols.fewshot.FewShotResult;
import io.carryover.protocols.linear.LabelledFeatures;
import io.carryover.protocols.linear.Labels;
import io.carryover.protocols.linear.LinearMetric;
import io.carryover.protocols.linear.LinearProbe;
import io.carryover.protocols.linear.LinearProtocol;
import io.carryover.protocols.linear.LinearResult;
import io.carryover.protocols.linear.ProbeMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The study's loops from beginning to end, golden/study.py, on features of a demo network: real images, ten classes. */
class StudyReferenceTest {
    private static final JsonNode GOLDEN = Golden.read("study");
    private static final JsonNode DATA = Golden.read("linear");

    private static FeatureMatrix features(String split) {
        return Golden.features(DATA.get(split));
    }

    private static int[] labels(String split) {
        return Golden.ints(DATA.get(split).get("labels"));
    }

    private static LabelledFeatures split(String split) {
        return new LabelledFeatures(features(split), Labels.of(labels(split)));
    }

    /** Same C and same test score; each value on validation within what SciPy itself moves when images change their order. */
    @Test
    void theLinearLoopChoosesTheSameCAndScoresTheSame() {
        LinearResult ours = LinearProbe.run(
                split("train"),
                split("val"),
                split("test"),
                new LinearProbe.Settings(LinearProtocol.STUDY, LinearMetric.TOP1, 2),
                ProbeMonitor.NONE);

        JsonNode linear = GOLDEN.get("linear");
        assertThat(ours.bestC()).isEqualTo(linear.get("best_c").asDouble());
        assertThat(ours.testValue()).isCloseTo(linear.get("test").asDouble(), within(1e-9));
        for (int i = 0; i < 45; i++) {
            assertThat(ours.sweep().get(i).value())
                    .as("C = %s", ours.sweep().get(i).c())
                    .isCloseTo(
                            linear.get("values").get(i).asDouble(),
                            within(1e-9
                                    + 3 * DATA.at("/study/value_spread/" + i).asDouble()));
        }
    }

    @Test
    void theFewShotLoopScoresEveryEpisodeTheSame() {
        FeatureMatrix pool = features("train").below(features("val")).below(features("test"));
        for (JsonNode golden : GOLDEN.get("few_shot")) {
            List<Episode> episodes = new ArrayList<>();
            for (JsonNode e : golden.get("episodes")) {
                episodes.add(new Episode(rows(e.get("support")), rows(e.get("queries"))));
            }

            FewShotResult ours = FewShot.run(pool, episodes, 2);

            assertThat(ours.accuracies())
                    .as("%s shots", golden.get("shots"))
                    .containsExactly(Golden.doubles(golden.get("accuracies")), within(1e-9));
            assertThat(ours.ci95()).isCloseTo(golden.get("ci95").asDouble(), within(1e-9));
        }
    }

    /** Another generator draws our episodes: their mean is the study's within four standard errors of the two together. */
    @Test
    void ourEpisodesAreTheStudysInDistribution() {
        FeatureMatrix pool = features("train").below(features("val")).below(features("test"));
        int[] labels = IntStream.concat(
                        IntStream.concat(IntStream.of(labels("train")), IntStream.of(labels("val"))),
                        IntStream.of(labels("test")))
                .toArray();
        for (JsonNode golden : GOLDEN.get("few_shot")) {
            FewShotResult ours = FewShot.run(
                    pool, labels, FewShot.Settings.study(golden.get("shots").asInt(), 0, 2), () -> false);

            double error = Math.hypot(ours.ci95(), golden.get("ci95").asDouble()) / 1.96;
            assertThat(ours.accuracy()).isCloseTo(golden.get("accuracy").asDouble(), within(4 * error));
        }
    }

    private static int[][] rows(JsonNode ways) {
        int[][] rows = new int[ways.size()][];
        for (int way = 0; way < rows.length; way++) {
            rows[way] = Golden.ints(ways.get(way));
        }
        return rows;
    }
}
