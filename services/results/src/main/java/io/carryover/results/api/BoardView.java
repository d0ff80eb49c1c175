/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.api.LeaderboardView;
import io.carryover.results.board.Board;
import io.carryover.results.board.Words;
import io.carryover.results.imported.TableBoard;
import java.util.List;
import java.util.Optional;

/** A board as the contract's JSON. */
final class BoardView {
    private BoardView() {}

    static LeaderboardView of(Board board, BoardPart.Shown shown) {
        return new LeaderboardView(
                shown.columns().stream().map(column -> column(column, board)).toList(),
                shown.rows().stream().map(row -> row(row, shown.columns())).toList(),
                board.notes(),
                board.rows().size(),
                shown.next(),
                List.of());
    }

    /** With imported tables; where no measured board is asked for, its parts are empty. */
    static LeaderboardView of(Optional<LeaderboardView> measured, List<TableBoard> imported) {
        LeaderboardView board = measured.orElse(new LeaderboardView(List.of(), List.of(), List.of()));
        return new LeaderboardView(
                board.columns(),
                board.rows(),
                board.notes(),
                board.rowsInAll(),
                board.next(),
                imported.stream().map(TableBoardViews::of).toList());
    }

    private static LeaderboardView.Column column(Board.Column column, Board board) {
        return new LeaderboardView.Column(
                column.id(),
                title(column, board),
                column.dataset().name(),
                column.task(),
                column.protocol().id(),
                column.metric(),
                column.unit(),
                column.higherIsBetter(),
                column.dataset().role());
    }

    /** Says what is needed to tell the board's columns apart: protocol, metric and variant only where they differ. */
    private static String title(Board.Column column, Board board) {
        StringBuilder title = new StringBuilder(column.dataset().name() + " · " + column.title());
        if (board.columns().stream().map(Board.Column::protocol).distinct().count() > 1) {
            title.append(", ").append(column.protocol().name());
        }
        if (board.columns().stream().map(Board.Column::metric).distinct().count() > 1) {
            title.append(", ").append(Words.metric(column.metric()));
        }
        if (!board.otherVariants().isEmpty()) {
            title.append(", ").append(board.variant());
        }
        return title.toString();
    }

    private static LeaderboardView.Row row(Board.Row row, List<Board.Column> columns) {
        List<LeaderboardView.Cell> cells = columns.stream()
                .filter(column -> row.cells().containsKey(column.id()))
                .map(column -> cell(column, row))
                .toList();
        return new LeaderboardView.Row(
                row.label(), row.origin(), row.tensors(), row.sameWeightsAs(), row.meanRank(), cells, row.note());
    }

    private static LeaderboardView.Cell cell(Board.Column column, Board.Row row) {
        Board.Cell cell = java.util.Objects.requireNonNull(row.cells().get(column.id()));
        return new LeaderboardView.Cell(
                column.id(),
                cell.value(),
                cell.ci95(),
                cell.n(),
                cell.rank(),
                cell.rankCi95(),
                cell.seeds().stream().map(Board.Seed::value).toList(),
                cell.job(),
                cell.result());
    }
}
