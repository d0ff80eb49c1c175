/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import static io.carryover.results.export.BoardCsv.orEmpty;

import io.carryover.contracts.result.Interval;
import io.carryover.results.imported.TableBoard;
import java.util.ArrayList;
import java.util.List;

/** The board of an imported table as lines of CSV under {@link BoardCsv#HEADER_LINE}: one per number, with its origin. */
public final class TableCsv {
    private TableCsv() {}

    /** All numbers of {@code board}, column by column. */
    public static String lines(TableBoard board) {
        StringBuilder csv = new StringBuilder();
        for (TableBoard.Column column : board.columns()) {
            for (TableBoard.Row row : board.rows()) {
                TableBoard.Cell cell = row.cells().get(column.id());
                if (cell != null) {
                    csv.append(line(board, column, row, cell));
                }
            }
        }
        return csv.toString();
    }

    private static String line(TableBoard board, TableBoard.Column column, TableBoard.Row row, TableBoard.Cell cell) {
        List<Object> values = new ArrayList<>(List.of(
                row.model(),
                board.table().origin(),
                orEmpty(row.meanRank(), TableBoard.MeanRank::value),
                column.dataset().orElse("mean of datasets"),
                column.source() ? "source" : "target",
                column.task(),
                column.metric(),
                board.protocol(),
                column.id(),
                "",
                column.counted()));
        values.addAll(List.of(
                cell.value(),
                column.unit(),
                column.higherIsBetter(),
                cell.n() == 0 ? "" : cell.n(),
                orEmpty(cell.ci95(), Interval::lo),
                orEmpty(cell.ci95(), Interval::hi),
                orEmpty(cell.ci95(), Interval::method),
                cell.rank(),
                orEmpty(cell.rankCi95(), Interval::lo),
                orEmpty(cell.rankCi95(), Interval::hi),
                orEmpty(cell.rankCi95(), Interval::method),
                orEmpty(cell.notSeparable(), same -> same),
                "",
                "",
                "",
                board.table().name(),
                orEmpty(row.withoutSegmentation(), TableBoard.MeanRank::value),
                column.caveat().orElse("")));
        return CsvLine.of(values);
    }
}
