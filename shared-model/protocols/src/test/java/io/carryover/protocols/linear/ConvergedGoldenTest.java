/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/**
 * {@code converged} against scikit-learn's newton-cholesky at tolerance 1e-12. Objectives may differ by what the certificate
 * leaves, which stays below 1e-10 of F here; validation values count predictions and must be the same.
 */
class ConvergedGoldenTest {
    @Test
    void sweepChoiceAndScoreAreScikitLearns() {
        LinearResult result = LinearGoldens.run(LinearProtocol.CONVERGED, LinearMetric.TOP1, 2);

        JsonNode golden = LinearGoldens.GOLDEN.get("converged");
        assertSweep(result, golden);
        assertThat(result.bestC()).isEqualTo(golden.get("best_c").asDouble()).isEqualTo(0.31622776218199133);
        assertThat(result.testValue()).isEqualTo(golden.get("test").asDouble()).isEqualTo(73.0);
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void multiLabelSweepChoiceAndScoreAreScikitLearns() {
        LinearResult result = LinearGoldens.run(LinearProtocol.CONVERGED, LinearMetric.MAP11, 2);

        JsonNode golden = LinearGoldens.GOLDEN.get("multi_converged");
        assertSweep(result, golden);
        assertThat(result.bestC()).isEqualTo(golden.get("best_c").asDouble());
        assertThat(result.testValue()).isCloseTo(golden.get("test").asDouble(), within(1e-9));
    }

    @Test
    void theTwoProtocolsChooseDifferently() {
        assertThat(LinearGoldens.GOLDEN.get("converged").get("best_c").asDouble())
                .isNotEqualTo(LinearGoldens.GOLDEN.get("study").get("best_c").asDouble());
    }

    private static void assertSweep(LinearResult result, JsonNode golden) {
        for (int i = 0; i < 45; i++) {
            SweepPoint point = result.sweep().get(i);
            assertThat(point.certificate()).isLessThanOrEqualTo(1e-6);
            assertThat(point.objective() / golden.get("objective").get(i).asDouble() - 1)
                    .as("objective for C = %s", point.c())
                    .isCloseTo(0, within(1e-10));
            assertThat(point.value())
                    .as("value for C = %s", point.c())
                    .isCloseTo(golden.get("value").get(i).asDouble(), within(1e-9));
        }
    }
}
