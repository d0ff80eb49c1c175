/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mean ranks on common support: over the counted columns, among the rows that have every one of them. */
final class MeanRanks {
    private MeanRanks() {}

    /** @param weights row to what tells its weights from others', see {@link ColumnRanks.Entry} */
    static Map<String, Double> of(
            List<Board.Column> columns,
            Set<String> rows,
            Map<String, Map<String, Board.Cell>> cells,
            Map<String, String> weights) {
        List<Board.Column> counted =
                columns.stream().filter(Board.Column::counted).toList();
        if (counted.isEmpty()) {
            return Map.of();
        }
        List<String> complete = rows.stream()
                .filter(row -> counted.stream()
                        .allMatch(column -> cells.getOrDefault(row, Map.of()).containsKey(column.id())))
                .toList();
        Map<String, Double> sums = new HashMap<>();
        for (Board.Column column : counted) {
            List<ColumnRanks.Entry> entries = complete.stream()
                    .map(row -> new ColumnRanks.Entry(row, printed(cells, row, column), weights.getOrDefault(row, row)))
                    .toList();
            ColumnRanks.of(entries, column.higherIsBetter()).forEach((row, rank) -> sums.merge(row, rank, Double::sum));
        }
        sums.replaceAll((row, sum) -> sum / counted.size());
        return sums;
    }

    private static BigDecimal printed(Map<String, Map<String, Board.Cell>> cells, String row, Board.Column column) {
        Board.Cell cell = cells.getOrDefault(row, Map.of()).get(column.id());
        if (cell == null) {
            throw new IllegalStateException("no cell for " + row);
        }
        return new BigDecimal(cell.printed());
    }
}
