/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExtrapolationTest {
    @Test
    void withoutThreeOptimaTheLastOneIsTheStart() {
        Extrapolation path = new Extrapolation();
        double[] x = {1, 2};
        path.start(1, x);
        path.solved(1, x);
        path.solved(10, x);
        path.start(100, x);
        assertThat(x).containsExactly(1, 2);
    }

    @Test
    void aParabolaInTheLogarithmOfCIsFollowedFromAnyThreePoints() {
        Extrapolation path = new Extrapolation();
        for (double c : new double[] {1e-5, 2e-5, 1e-3, 0.5}) {
            path.solved(c, new double[] {parabola(c), -3});
        }
        double[] x = {parabola(0.5), -3};
        path.start(7, x);
        assertThat(x[0]).isCloseTo(parabola(7), within(1e-9));
        assertThat(x[1]).isCloseTo(-3, within(1e-12));
    }

    private static double parabola(double c) {
        double t = Math.log(c);
        return 0.3 * t * t - 2 * t + 5;
    }
}
