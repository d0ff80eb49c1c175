/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CholeskyTest {
    @Test
    void solvesASystem() {
        double[] b = {8, 9, 13};

        Cholesky.of(new double[][] {{4}, {2, 5}, {0, 1, 6}}).solve(b);

        // 4a + 2b = 8, 2a + 5b + c = 9, b + 6c = 13
        assertThat(4 * b[0] + 2 * b[1]).isCloseTo(8, within(1e-12));
        assertThat(2 * b[0] + 5 * b[1] + b[2]).isCloseTo(9, within(1e-12));
        assertThat(b[1] + 6 * b[2]).isCloseTo(13, within(1e-12));
    }

    @Test
    void refusesWhatIsNotPositiveDefinite() {
        assertThatThrownBy(() -> Cholesky.of(new double[][] {{1}, {2, 1}})).isInstanceOf(ArithmeticException.class);
    }
}
