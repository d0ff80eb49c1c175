/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import io.carryover.contracts.api.LeaderboardView;
import io.carryover.contracts.api.LeaderboardView.Cell;
import io.carryover.contracts.api.LeaderboardView.Column;
import io.carryover.contracts.api.LeaderboardView.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The leaderboard as text: one table per dataset, scores with the half width of their interval and their rank. */
public final class LeaderboardPrinter {
    private LeaderboardPrinter() {}

    /** Lines to print. */
    public static List<String> lines(LeaderboardView board) {
        List<String> lines = new ArrayList<>();
        if (!board.columns().isEmpty() || board.tables().isEmpty()) {
            lines.addAll(measured(board));
        }
        board.tables().forEach(table -> {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(TableBoardPrinter.lines(table));
        });
        return lines;
    }

    private static List<String> measured(LeaderboardView board) {
        List<String> lines = new ArrayList<>();
        if (board.columns().isEmpty()) {
            lines.add("Nothing here. Published numbers: `carryover leaderboard --origin published`.");
            lines.addAll(board.notes());
            return lines;
        }
        board.columns().stream().map(LeaderboardPrinter::heading).distinct().forEach(heading -> {
            lines.add(heading);
            lines.addAll(table(
                            board,
                            board.columns().stream()
                                    .filter(column -> heading(column).equals(heading))
                                    .toList())
                    .lines());
            lines.add("");
        });
        lines.add("score ± half width of its 95 % interval, #rank (equal scores share a rank)");
        for (Row row : board.rows()) {
            if (!row.sameWeightsAs().isEmpty()) {
                lines.add("  %s: same weights as %s".formatted(row.backbone(), String.join(", ", row.sameWeightsAs())));
            }
            row.note().ifPresent(note -> lines.add("  %s: %s".formatted(row.backbone(), note)));
        }
        board.notes().forEach(note -> lines.add("  " + note));
        return lines;
    }

    private static Table table(LeaderboardView board, List<Column> columns) {
        List<String> titles = new ArrayList<>(List.of("BACKBONE", ">MEAN RANK"));
        columns.forEach(column -> titles.add(">" + column.task() + " " + column.unit()));
        var table = new Table(titles.toArray(String[]::new));
        for (Row row : board.rows()) {
            List<String> cells = new ArrayList<>();
            cells.add(row.backbone());
            cells.add(row.meanRank().map("%.1f"::formatted).orElse("–"));
            columns.forEach(column ->
                    cells.add(cell(row, column).map(LeaderboardPrinter::text).orElse("–")));
            table.add(cells);
        }
        return table;
    }

    private static String heading(Column column) {
        return "%s%s, protocol %s"
                .formatted(
                        column.dataset(),
                        column.role().equals("source") ? " (source: not in the mean rank)" : "",
                        column.protocol());
    }

    private static Optional<Cell> cell(Row row, Column column) {
        return row.cells().stream().filter(c -> c.column().equals(column.id())).findFirst();
    }

    private static String text(Cell cell) {
        double half = (cell.ci95().hi() - cell.ci95().lo()) / 2;
        return String.format(Locale.ROOT, "%.2f ±%.2f #%s", cell.value(), half, rank(cell.rank()));
    }

    /** {@code 2} or {@code 2.5}. */
    static String rank(double rank) {
        return rank == Math.rint(rank) ? String.valueOf((long) rank) : String.format(Locale.ROOT, "%.1f", rank);
    }
}
