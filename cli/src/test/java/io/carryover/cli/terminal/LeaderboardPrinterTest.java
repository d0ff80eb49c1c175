/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.api.LeaderboardView;
import io.carryover.contracts.api.LeaderboardView.Cell;
import io.carryover.contracts.api.LeaderboardView.Column;
import io.carryover.contracts.api.LeaderboardView.Row;
import io.carryover.contracts.api.TableBoardView;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.Interval;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaderboardPrinterTest {
    @Test
    void aTablePerDatasetWithTiesAndMissingCells() {
        var board = new LeaderboardView(
                List.of(column("f", "fashion", "source"), column("d", "digits", "target")),
                List.of(
                        row("a", Optional.of(1.5), List.of("b"), List.of(cell("f", 89.5, 1), cell("d", 95.25, 1.5))),
                        row("b", Optional.of(1.5), List.of("a"), List.of(cell("d", 95.25, 1.5)))),
                List.of("a note"));

        assertThat(LeaderboardPrinter.lines(board))
                .containsExactly(
                        "fashion (source: not in the mean rank), protocol study",
                        "BACKBONE  MEAN RANK  linear percent",
                        "a               1.5  89.50 ±1.00 #1",
                        "b               1.5               –",
                        "",
                        "digits, protocol study",
                        "BACKBONE  MEAN RANK    linear percent",
                        "a               1.5  95.25 ±1.00 #1.5",
                        "b               1.5  95.25 ±1.00 #1.5",
                        "",
                        "score ± half width of its 95 % interval, #rank (equal scores share a rank)",
                        "  a: same weights as b",
                        "  b: same weights as a",
                        "  a note");
    }

    @Test
    void importedTablesStandByThemselvesWithBothRanksAndTheirWarning() {
        var suspect = new TableBoardView.Column(
                "setting:segmentation",
                "segmentation",
                Optional.of("segmentation"),
                Optional.empty(),
                "mean_iou_fraction",
                "fraction",
                true,
                "target",
                true,
                "none",
                "published",
                Optional.of("it is suspect"));
        var linear = new TableBoardView.Column(
                "setting:linear",
                "linear probe",
                Optional.of("linear"),
                Optional.empty(),
                "accuracy",
                "percent",
                true,
                "target",
                true,
                "known",
                "published",
                Optional.empty());
        var rank = Optional.of(new TableBoardView.MeanRank(1.5, new Interval(1, 2, "m")));
        var board = new TableBoardView(
                "study",
                "published",
                "a paper",
                "c",
                "l",
                "published",
                Optional.empty(),
                List.of(linear, suspect),
                List.of(
                        new TableBoardView.Row(
                                "swav",
                                rank,
                                rank,
                                List.of(
                                        new TableBoardView.Cell(
                                                "setting:linear",
                                                80.125,
                                                Optional.of(new Interval(79.625, 80.625, "m")),
                                                0,
                                                1,
                                                Optional.empty(),
                                                Optional.of(true)),
                                        new TableBoardView.Cell(
                                                "setting:segmentation",
                                                0.25,
                                                Optional.empty(),
                                                0,
                                                1.5,
                                                Optional.empty(),
                                                Optional.empty()))),
                        new TableBoardView.Row("byol", Optional.empty(), Optional.empty(), List.of())),
                List.of("a note"));

        assertThat(LeaderboardPrinter.lines(
                        new LeaderboardView(List.of(), List.of(), List.of(), 0, Optional.empty(), List.of(board))))
                .containsExactly(
                        "study (published, not measured here), protocol published",
                        "warning: it is suspect",
                        "MODEL  MEAN RANK        95 %  WITHOUT SEGMENTATION        95 %",
                        "swav        1.50  1.0 to 2.0                  1.50  1.0 to 2.0",
                        "byol           –                                 –",
                        "",
                        "MODEL   linear probe %  segmentation fraction (suspect)",
                        "swav   80.13* ±0.50 #1                      0.2500 #1.5",
                        "byol                 –                                –",
                        "",
                        "score ± half width of its 95 % interval where there is one, #rank; * not separable from the best of its column",
                        "  a note");
    }

    @Test
    void nothingMeasuredSaysWherePublishedNumbersAre() {
        assertThat(LeaderboardPrinter.lines(new LeaderboardView(List.of(), List.of(), List.of())))
                .containsExactly("Nothing here. Published numbers: `carryover leaderboard --origin published`.");
    }

    private static Column column(String id, String dataset, String role) {
        return new Column(id, "title", dataset, "linear", "study", "top1", "percent", true, role);
    }

    private static Row row(String name, Optional<Double> rank, List<String> same, List<Cell> cells) {
        return new Row(name, "checkpoint", Optional.empty(), same, rank, cells, Optional.empty());
    }

    private static Cell cell(String column, double value, double rank) {
        return new Cell(
                column,
                value,
                new Interval(value - 1, value + 1, "wilson"),
                100,
                rank,
                Optional.empty(),
                List.of(value),
                new JobKey("j"),
                Sha256.of("r"));
    }
}
