/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import io.carryover.contracts.api.TableBoardView;
import io.carryover.contracts.api.TableBoardView.Cell;
import io.carryover.contracts.api.TableBoardView.Column;
import io.carryover.contracts.api.TableBoardView.MeanRank;
import io.carryover.contracts.api.TableBoardView.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An imported table as text: ranks first, then its columns, a few beside each other. */
final class TableBoardPrinter {
    private static final int BESIDE = 4;

    private TableBoardPrinter() {}

    static List<String> lines(TableBoardView board) {
        List<String> lines = new ArrayList<>();
        lines.add("%s (%s, not measured here), protocol %s".formatted(board.table(), board.origin(), board.protocol()));
        board.columns().stream()
                .flatMap(column -> column.caveat().stream())
                .distinct()
                .forEach(caveat -> lines.add("warning: " + caveat));
        lines.addAll(ranks(board));
        for (int from = 0; from < board.columns().size(); from += BESIDE) {
            lines.add("");
            lines.addAll(columns(
                    board,
                    board.columns()
                            .subList(
                                    from,
                                    Math.min(from + BESIDE, board.columns().size()))));
        }
        lines.add("");
        lines.add(
                "score ± half width of its 95 % interval where there is one, #rank; * not separable from the best of its column");
        board.notes().forEach(note -> lines.add("  " + note));
        return lines;
    }

    private static List<String> ranks(TableBoardView board) {
        var table = new Table("MODEL", ">MEAN RANK", ">95 %", ">WITHOUT SEGMENTATION", ">95 %");
        for (Row row : board.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.model()));
            cells.addAll(rank(row.meanRank()));
            cells.addAll(rank(row.meanRankWithoutSegmentation()));
            table.add(cells);
        }
        return table.lines();
    }

    private static List<String> rank(Optional<MeanRank> rank) {
        return rank.map(r -> List.of(
                        String.format(Locale.ROOT, "%.2f", r.value()),
                        String.format(
                                Locale.ROOT,
                                "%.1f to %.1f",
                                r.ci95().lo(),
                                r.ci95().hi())))
                .orElse(List.of("–", ""));
    }

    private static List<String> columns(TableBoardView board, List<Column> columns) {
        List<String> titles = new ArrayList<>(List.of("MODEL"));
        columns.forEach(column -> titles.add(">" + title(column)));
        var table = new Table(titles.toArray(String[]::new));
        for (Row row : board.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.model()));
            columns.forEach(column -> cells.add(row.cells().stream()
                    .filter(cell -> cell.column().equals(column.id()))
                    .findFirst()
                    .map(cell -> text(cell, column))
                    .orElse("–")));
            table.add(cells);
        }
        return table.lines();
    }

    private static String title(Column column) {
        return column.title()
                + (column.unit().equals("percent") ? " %" : " " + column.unit())
                + (column.role().equals("source") ? " (source)" : "")
                + (column.caveat().isPresent() ? " (suspect)" : "");
    }

    private static String text(Cell cell, Column column) {
        String decimals = column.unit().equals("fraction") ? "%.4f" : "%.2f";
        String half = cell.ci95()
                .map(ci -> String.format(Locale.ROOT, " ±" + decimals, (ci.hi() - ci.lo()) / 2))
                .orElse("");
        return String.format(Locale.ROOT, decimals, cell.value())
                + (cell.notSeparableFromBest().orElse(false) ? "*" : "")
                + half
                + " #"
                + LeaderboardPrinter.rank(cell.rank());
    }
}
