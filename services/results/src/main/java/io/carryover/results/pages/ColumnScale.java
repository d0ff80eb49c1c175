/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.result.Interval;
import io.carryover.results.board.Board;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the cells of one column have in common, over all rows of the board.
 *
 * @param rows that have a number
 * @param best the lowest rank
 * @param ranks how many rows have each rank
 * @param control value of the best control
 */
record ColumnScale(Scale scale, int rows, double best, Map<Double, Integer> ranks, Optional<Double> control) {
    static ColumnScale of(Board board, Board.Column column) {
        List<Interval> intervals = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        Map<Double, Integer> ranks = new HashMap<>();
        Optional<Double> control = Optional.empty();
        for (Board.Row row : board.rows()) {
            Board.Cell cell = row.cells().get(column.id());
            if (cell == null) {
                continue;
            }
            intervals.add(cell.ci95());
            values.add(cell.value());
            cell.seeds().forEach(seed -> values.add(seed.value()));
            ranks.merge(cell.rank(), 1, Integer::sum);
            if (row.control()
                    && control.filter(known -> column.higherIsBetter() == (known > cell.value()))
                            .isEmpty()) {
                control = Optional.of(cell.value());
            }
        }
        return new ColumnScale(
                Scale.of(intervals, values, column.unit()),
                intervals.size(),
                ranks.keySet().stream().mapToDouble(rank -> rank).min().orElse(0),
                ranks,
                control);
    }

    boolean tied(double rank) {
        return ranks.getOrDefault(rank, 0) > 1;
    }
}
