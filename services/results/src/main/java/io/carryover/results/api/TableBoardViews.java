/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.api.TableBoardView;
import io.carryover.results.board.Words;
import io.carryover.results.imported.TableBoard;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Boards of imported tables as the contract's JSON. */
final class TableBoardViews {
    private TableBoardViews() {}

    static TableBoardView of(TableBoard board) {
        var table = board.table();
        return new TableBoardView(
                table.name(),
                table.origin(),
                table.source(),
                table.citation(),
                table.licence(),
                board.protocol(),
                board.setting(),
                board.columns().stream().map(TableBoardViews::column).toList(),
                board.rows().stream().map(row -> row(row, board)).toList(),
                board.notes());
    }

    private static TableBoardView.Column column(TableBoard.Column column) {
        return new TableBoardView.Column(
                column.id(),
                column.opens() ? column.title() : column.title() + " · " + Words.task(column.task()),
                column.setting(),
                column.dataset(),
                column.metric(),
                column.unit(),
                column.higherIsBetter(),
                column.source() ? "source" : "target",
                column.counted(),
                column.uncertainty().name().toLowerCase(Locale.ROOT),
                column.provenance(),
                column.caveat());
    }

    private static TableBoardView.Row row(TableBoard.Row row, TableBoard board) {
        return new TableBoardView.Row(
                row.model(),
                meanRank(row.meanRank()),
                meanRank(row.withoutSegmentation()),
                board.columns().stream()
                        .filter(column -> row.cells().containsKey(column.id()))
                        .map(column -> cell(
                                column.id(), Objects.requireNonNull(row.cells().get(column.id()))))
                        .toList());
    }

    private static TableBoardView.Cell cell(String column, TableBoard.Cell cell) {
        return new TableBoardView.Cell(
                column, cell.value(), cell.ci95(), cell.n(), cell.rank(), cell.rankCi95(), cell.notSeparable());
    }

    private static Optional<TableBoardView.MeanRank> meanRank(Optional<TableBoard.MeanRank> rank) {
        return rank.map(r -> new TableBoardView.MeanRank(r.value(), r.ci95()));
    }
}
