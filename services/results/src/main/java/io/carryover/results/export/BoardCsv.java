/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import io.carryover.contracts.result.Interval;
import io.carryover.results.board.Board;
import io.carryover.results.board.Separability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A board as CSV: one line per number, so that what tells columns apart stands in every line. */
public final class BoardCsv {
    private static final List<String> HEADER = List.of(
            "backbone",
            "origin",
            "mean_rank",
            "dataset",
            "role",
            "task",
            "metric",
            "protocol",
            "column",
            "board_variant",
            "in_mean_rank",
            "value",
            "unit",
            "higher_is_better",
            "n",
            "ci95_lo",
            "ci95_hi",
            "interval",
            "rank",
            "rank_ci95_lo",
            "rank_ci95_hi",
            "rank_interval",
            "not_separable_from_best",
            "seeds",
            "job",
            "result",
            "table",
            "mean_rank_without_segmentation",
            "caveat");

    /** The header, with its end. */
    public static final String HEADER_LINE = CsvLine.of(HEADER);

    private BoardCsv() {}

    /** All numbers of {@code board}, column by column. */
    public static String of(Board board) {
        return HEADER_LINE + lines(board);
    }

    /** The same without the header. */
    public static String lines(Board board) {
        StringBuilder csv = new StringBuilder();
        for (Board.Column column : board.columns()) {
            Separability separability = Separability.of(board, column);
            for (Board.Row row : board.rows()) {
                Board.Cell cell = row.cells().get(column.id());
                if (cell != null) {
                    csv.append(line(board, column, row, cell, separability));
                }
            }
        }
        return csv.toString();
    }

    private static String line(
            Board board, Board.Column column, Board.Row row, Board.Cell cell, Separability separability) {
        List<Object> values = new ArrayList<>(List.of(
                row.label(),
                row.origin(),
                orEmpty(row.meanRank(), rank -> rank),
                column.dataset().name(),
                column.dataset().role(),
                column.task(),
                column.metric(),
                column.protocol().id(),
                column.id(),
                board.variant(),
                column.counted()));
        values.addAll(List.of(
                cell.value(),
                column.unit(),
                column.higherIsBetter(),
                cell.n(),
                cell.ci95().lo(),
                cell.ci95().hi(),
                cell.ci95().method(),
                cell.rank(),
                orEmpty(cell.rankCi95(), Interval::lo),
                orEmpty(cell.rankCi95(), Interval::hi),
                orEmpty(cell.rankCi95(), Interval::method),
                separability.rows().contains(row.key()),
                cell.seeds().stream().map(seed -> String.valueOf(seed.value())).collect(Collectors.joining(" ")),
                cell.job(),
                cell.result(),
                // Of imported tables alone.
                "",
                "",
                ""));
        return CsvLine.of(values);
    }

    static <T> Object orEmpty(Optional<T> value, Function<T, Object> field) {
        return value.map(field).orElse("");
    }
}
