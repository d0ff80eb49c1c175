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
