/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.protocols.Golden;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The optimiser against SciPy's L-BFGS-B on functions that stretch its line search. */
class LbfgsGoldenTest {
    static Stream<JsonNode> cases() {
        return StreamSupport.stream(Golden.read("optimiser").get("cases").spliterator(), false);
    }

    /**
     * Counts of iterations and evaluations must agree exactly. Points and values agree to what rounding leaves after some
     * dozen iterations: both programs stop at a gradient of 1e-4, and by then differ by far less.
     */
    @ParameterizedTest
    @MethodSource("cases")
    void takesTheSameWayAsScipy(JsonNode golden) {
        double[] x = Golden.doubles(golden.get("start"));
        Lbfgs.Outcome outcome = Lbfgs.minimise(
                new FunctionObjective(TestFunctions.named(golden.get("function").asText()), x.length),
                x,
                new Lbfgs.Limits(
                        10, 2.220446e-9, 1e-4, golden.get("function").asText().equals("kink") ? 8 : 100, 15_000, 20),
                () -> false);

        assertThat(outcome.iterations()).isEqualTo(golden.get("iterations").asInt());
        assertThat(outcome.evaluations()).isEqualTo(golden.get("evaluations").asInt());
        assertThat(outcome.stop()).isEqualTo(stop(golden.get("message").asText()));
        assertThat(outcome.value()).isCloseTo(golden.get("value").asDouble(), within(1e-9));
        double[] expected = Golden.doubles(golden.get("x"));
        for (int i = 0; i < x.length; i++) {
            assertThat(x[i]).isCloseTo(expected[i], within(1e-7));
        }
    }

    private static Lbfgs.Stop stop(String message) {
        if (message.contains("PROJECTED GRADIENT")) {
            return Lbfgs.Stop.GRADIENT;
        }
        if (message.contains("REDUCTION OF F")) {
            return Lbfgs.Stop.PROGRESS;
        }
        return message.contains("ABNORMAL") ? Lbfgs.Stop.LINE_SEARCH : Lbfgs.Stop.ITERATIONS;
    }
}
