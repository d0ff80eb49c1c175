/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class KernelsTest {
    @Property
    void expIsMathsExpToTheLastTwoDigits(@ForAll @DoubleRange(min = -700, max = 0) double x) {
        double expected = Math.exp(x);
        assertThat(exp(x)).isCloseTo(expected, within(2 * Math.ulp(expected)));
    }

    @Test
    void expIsExactAtZeroAndVanishesFarBelow() {
        assertThat(exp(0)).isEqualTo(1);
        assertThat(exp(-1e6)).isBetween(0.0, 1e-307);
    }

    @Test
    void expIsTakenOfTheDifference() {
        double[] p = new double[2];
        double[] total = {0, 1};
        Kernels.exp(p, new double[] {1, 2}, new double[] {3, 2.5}, total, new double[2], 2);

        assertThat(p[0]).isCloseTo(0.1353352832366127, within(1e-16));
        assertThat(p[1]).isCloseTo(0.6065306597126334, within(2e-16));
        assertThat(total).containsExactly(p[0], 1 + p[1]);
    }

    private static double exp(double x) {
        double[] p = new double[1];
        Kernels.exp(p, new double[] {x}, new double[1], new double[1], new double[1], 1);
        return p[0];
    }

    @Test
    void threeTargetsGetTheirOwnCoefficients() {
        double[][] y = {{1, 2}, {3, 4}, {5, 6}};
        double[][] x = {{1, 10}, {2, 20}, {3, 30}, {4, 40}};
        double[] w = {9, 1, 1, 1, 1, 0, 2, 0, 0, 0, 0, 0, 1};

        Kernels.axpy34(y[0], y[1], y[2], x[0], x[1], x[2], x[3], w, 1, w, 5, w, 9, 2);

        assertThat(y[0]).containsExactly(11, 102);
        assertThat(y[1]).containsExactly(7, 44);
        assertThat(y[2]).containsExactly(9, 46);
    }
}
