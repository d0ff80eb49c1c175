/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against NumPy: golden/calibration.py. */
class NumpyRandomTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1000, 70000})
    void shufflesAsNumpyDoes(int n) {
        JsonNode golden = Golden.read("calibration").get("shuffles").get(String.valueOf(n));

        int[] order = new NumpyRandom(0).shuffled(n);

        for (int i = 0; i < Math.min(n, 20); i++) {
            assertThat(order[i]).isEqualTo(golden.get("first").get(i).asInt());
        }
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (long) order[i] * (i % 1009);
        }
        assertThat(sum).isEqualTo(golden.get("sum").asLong());
    }
}
