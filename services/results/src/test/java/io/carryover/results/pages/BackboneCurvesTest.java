/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.results.board.Boards;
import io.carryover.results.board.Measured;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.pages.chart.Chart;
import io.carryover.results.pages.chart.Drawing;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A backbone's charts. */
class BackboneCurvesTest {
    private static final List<Measured> ALL =
            DemoResults.all().stream().map(Measured::of).toList();
    private static final List<Measured> SWAV = ALL.stream()
            .filter(m -> m.record().backbone().name().equals("swav"))
            .toList();

    @Test
    void oneRunForEachLinearResultWithTheChosenCMarked() {
        List<Chart> charts = new BackboneCurves("/backbones/swav", SWAV).charts(_ -> Optional.empty());

        assertThat(charts).extracting(Chart::id).containsExactly("validation-over-c");
        var lines = (Drawing.Lines) charts.getFirst().drawing();
        assertThat(lines.runs()).hasSize(2).allSatisfy(run -> assertThat(run.points())
                .hasSize(45));
        assertThat(charts.getFirst().table().rows()).hasSize(90);
    }

    @Test
    void longTrainingsAreAveragedInWindowsAndShortOnesAreNot() {
        double[] losses = new double[1_000];
        Arrays.setAll(losses, i -> i < 3 ? 3 : 1);

        assertThat(BackboneCurves.windows(losses)).hasSize(334).startsWith(List.of(2.0, 3.0), List.of(5.0, 1.0));
        assertThat(BackboneCurves.windows(losses)).endsWith(List.of(1_000.0, 1.0));
        assertThat(BackboneCurves.windows(new double[] {2, 1})).containsExactly(List.of(1.0, 2.0), List.of(2.0, 1.0));
    }

    @Test
    void ranksAreOfTasksThatPretrainingDidNotSee() {
        var board = Boards.of(ALL, Optional.empty(), Boards.RankIntervals.NONE);

        List<Chart> charts = BackboneRanks.of(
                "/backbones/swav",
                board,
                SWAV.stream().map(m -> m.record().key().backbone()).collect(Collectors.toSet()));

        assertThat(charts).extracting(Chart::id).containsExactly("ranks-around", "ranks-along");
        assertThat(((Drawing.Radar) charts.getFirst().drawing()).settings())
                .containsExactly("digits, linear probe", "digits, 5-way 5-shot", "digits, 5-way 20-shot");
        assertThat(charts.getLast().table().rows()).hasSize(8);
    }
}
