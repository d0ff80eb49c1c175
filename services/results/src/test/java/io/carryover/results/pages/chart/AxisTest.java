/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carryover.results.pages.chart.Axis.Tick;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Labels of axes. */
class AxisTest {
    @Test
    void logOddsAreLabelledInPercent() {
        Axis axis = Axis.logOdds("x", List.of(Math.log(0.58 / 0.42), Math.log(0.79 / 0.21)));

        assertThat(axis.ticks()).extracting(Tick::label).containsExactly("60", "65", "70", "75");
        assertThat(axis.ticks().getFirst().at()).isCloseTo(Math.log(1.5), within(1e-12));
        assertThat(axis.ticks()).allMatch(t -> t.at() >= axis.lo() && t.at() <= axis.hi());
    }

    @Test
    void anglesAreLabelledAsTheyWere() {
        Axis axis = Axis.negated("x", List.of(-31.0, -26.0));

        assertThat(axis.ticks()).extracting(Tick::label).containsExactlyInAnyOrder("26", "28", "30");
    }

    @Test
    void equalValuesHaveAnAxisToo() {
        Axis axis = Axis.plain("x", List.of(5.0, 5.0));

        assertThat(axis.lo()).isLessThan(5);
        assertThat(axis.ticks()).isNotEmpty();
    }

    @Test
    void certaintyHasNoLabelAtInfinity() {
        assertThat(Axis.logOdds("x", List.of(2.0, 9.0)).ticks()).allMatch(t -> Double.isFinite(t.at()));
    }
}
