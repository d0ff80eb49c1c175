/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.protocols.Golden;
import io.carryover.protocols.WorkTeam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code study} against SciPy. Each golden number comes with its spread: how far SciPy itself moves when the same images stand
 * in another order, which changes rounding alone (twenty other orders). That, tripled because one more draw of the same noise may
 * fall outside of twenty, is the tolerance, with a floor of some units in the last place of sums over 400 images.
 */
class StudyGoldenTest {
    private static final double FLOOR = 1e-13;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void theFirstHundredIterationsAreScipys(int i) {
        JsonNode trace = LinearGoldens.GOLDEN.get("trace").get(i);
        LabelledFeatures train = LinearGoldens.single("train");
        int[] labels = ((Labels.Single) train.labels()).toArray();
        try (WorkTeam team = new WorkTeam(1)) {
            SoftmaxLoss loss = new SoftmaxLoss(Design.forFitting(train.features()), labels, 10, team);
            loss.penalty(1 / trace.get("c").asDouble());
            for (int k = 0; k < trace.get("iterations").size(); k++) {
                int iterations = trace.get("iterations").get(k).asInt();
                Lbfgs.Limits limits = new Lbfgs.Limits(10, 2.220446e-9, 1e-4, iterations, 15_000, 20);
                double value = Lbfgs.minimise(loss, new double[loss.size()], limits, () -> false)
                        .value();

                double expected = trace.get("value").get(k).asDouble();
                double spread = trace.get("spread").get(k).asDouble();
                assertThat(value / expected - 1)
                        .as("after %d iterations", iterations)
                        .isCloseTo(0, within(Math.max(FLOOR, 3 * spread)));
            }
        }
    }

    @Test
    void sweepChoiceAndScoreAreScipys() {
        LinearResult result = LinearGoldens.run(LinearProtocol.STUDY, LinearMetric.TOP1, 2);

        JsonNode golden = LinearGoldens.GOLDEN.get("study");
        assertSweep(result, golden);
        assertThat(result.bestC()).isEqualTo(1.778279387127403);
        assertThat(result.testValue()).isEqualTo(golden.get("test").asDouble()).isEqualTo(77.0);
        for (int i = 0; i < 45; i++) {
            if (golden.get("iterations_spread").get(i).asDouble() == 0) {
                assertThat(result.sweep().get(i).iterations())
                        .as("iterations for C = %s", result.sweep().get(i).c())
                        .isEqualTo(golden.get("iterations").get(i).asInt());
            }
        }
    }

    @Test
    void multiLabelSweepChoiceAndScoreAreScipys() {
        LinearResult result = LinearGoldens.run(LinearProtocol.STUDY, LinearMetric.MAP11, 2);

        JsonNode golden = LinearGoldens.GOLDEN.get("multi_study");
        assertSweep(result, golden);
        assertThat(result.bestC()).isEqualTo(golden.get("best_c").asDouble());
        assertThat(result.testValue())
                .isCloseTo(
                        golden.get("test").asDouble(),
                        within(1e-9 + 3 * golden.get("test_spread").asDouble()));
    }

    private static void assertSweep(LinearResult result, JsonNode golden) {
        double[] grid = Golden.doubles(LinearGoldens.GOLDEN.get("grid"));
        for (int i = 0; i < 45; i++) {
            SweepPoint point = result.sweep().get(i);
            assertThat(point.c()).isEqualTo(grid[i]);
            assertThat(point.objective() / golden.get("objective").get(i).asDouble() - 1)
                    .as("objective for C = %s", point.c())
                    .isCloseTo(
                            0,
                            within(Math.max(
                                    FLOOR,
                                    3 * golden.get("objective_spread").get(i).asDouble())));
            assertThat(point.value())
                    .as("value for C = %s", point.c())
                    .isCloseTo(
                            golden.get("value").get(i).asDouble(),
                            within(1e-9 + 3 * golden.get("value_spread").get(i).asDouble()));
        }
    }
}
