/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes a leaderboard of standing results.
 *
 * <p>Rules: one variant per column, the same for all that have it (results without a network belong to all); ranks average for ties of scores equal as
 * printed; equal weights take one place; the mean rank is over the target columns that at least half of the rows have,
 * among the rows that have all of these; nothing is imputed.
 */
public final class Boards {
    private Boards() {}

    /** Rank intervals for a column: row key to interval, empty where they can't be had. */
    @FunctionalInterface
    public interface RankIntervals {
        /** None for any row. */
        RankIntervals NONE = (column, rows) -> Map.of();

        /** @param rows the results behind each row of {@code column} */
        Map<String, Interval> of(Board.Column column, Map<String, List<Measured>> rows);
    }

    /** The board of {@code results}; {@code variant} is the wanted one, or empty for the one with most results. */
    public static Board of(List<Measured> results, Optional<String> variant, RankIntervals rankIntervals) {
        Variants variants = Variants.choose(results, variant);
        List<Measured> shown = variants.shown();
        Map<String, List<Measured>> byRow =
                new TreeMap<>(shown.stream().collect(Collectors.groupingBy(Measured::rowKey)));
        Map<String, String> labels = RowLabels.of(byRow);
        List<Board.Column> columns = Columns.of(shown, byRow.size());
        Map<String, Map<String, Board.Cell>> cells = new HashMap<>();
        for (Board.Column column : columns) {
            fillColumn(column, byRow, rankIntervals, cells);
        }
        Map<String, String> weights = new HashMap<>();
        byRow.keySet().forEach(row -> weights.put(row, weights(byRow, row)));
        Map<String, Double> meanRanks = MeanRanks.of(columns, byRow.keySet(), cells, weights);
        List<Board.Row> rows = new ArrayList<>();
        byRow.forEach((key, measured) -> rows.add(row(
                key,
                measured,
                labels,
                byRow,
                Optional.ofNullable(meanRanks.get(key)),
                cells.getOrDefault(key, Map.of()))));
        rows.sort(Comparator.comparing((Board.Row row) -> row.meanRank().orElse(Double.MAX_VALUE))
                .thenComparing(row -> -row.cells().size())
                .thenComparing(Board.Row::label)
                .thenComparing(Board.Row::key));
        List<String> notes = Notes.of(columns, rows, variants);
        return new Board(columns, List.copyOf(rows), notes, variants.id(), variants.others());
    }

    private static void fillColumn(
            Board.Column column,
            Map<String, List<Measured>> byRow,
            RankIntervals rankIntervals,
            Map<String, Map<String, Board.Cell>> cells) {
        Map<String, List<Measured>> present = new LinkedHashMap<>();
        byRow.forEach((row, all) -> {
            List<Measured> here =
                    all.stream().filter(m -> m.columnId().equals(column.id())).toList();
            if (!here.isEmpty()) {
                present.put(row, here);
            }
        });
        Map<String, CellValue> values = new LinkedHashMap<>();
        present.forEach((row, here) -> values.put(row, CellValue.of(here)));
        List<ColumnRanks.Entry> entries = values.entrySet().stream()
                .map(e -> new ColumnRanks.Entry(
                        e.getKey(), Printed.round(e.getValue().value(), column.unit()), weights(byRow, e.getKey())))
                .toList();
        Map<String, Double> ranks = ColumnRanks.of(entries, column.higherIsBetter());
        Map<String, Interval> rankCi = rankIntervals.of(column, present);
        values.forEach((row, value) -> cells.computeIfAbsent(row, key -> new LinkedHashMap<>())
                .put(
                        column.id(),
                        value.cell(column.unit(), ranks.getOrDefault(row, 0.0), Optional.ofNullable(rankCi.get(row)))));
    }

    /** Rows of equal weights are one entry in ranks where they print equal. */
    private static String weights(Map<String, List<Measured>> byRow, String row) {
        return Measured.tensors(byRow.getOrDefault(row, List.of()))
                .map(Sha256::hex)
                .orElse(row);
    }

    private static Board.Row row(
            String key,
            List<Measured> measured,
            Map<String, String> labels,
            Map<String, List<Measured>> byRow,
            Optional<Double> meanRank,
            Map<String, Board.Cell> cells) {
        Optional<Sha256> tensors = Measured.tensors(measured);
        var facts = measured.getFirst().record().backbone();
        List<String> same = tensors.isEmpty()
                ? List.of()
                : byRow.entrySet().stream()
                        .filter(other -> !other.getKey().equals(key))
                        .filter(other -> Measured.tensors(other.getValue()).equals(tensors))
                        .map(other -> twin(
                                labels.getOrDefault(other.getKey(), other.getKey()),
                                other.getValue().getFirst().record().backbone().recipe(),
                                facts.recipe()))
                        .sorted()
                        .toList();
        return new Board.Row(
                key,
                labels.getOrDefault(key, key),
                facts.origin(),
                facts.recipe(),
                measured.stream()
                        .map(m -> m.record().key().backbone())
                        .distinct()
                        .sorted()
                        .toList(),
                tensors,
                same,
                meanRank,
                cells,
                note(measured.getFirst()));
    }

    /** Another row of the same weights; where it was used in another way, with that, since its scores differ by it. */
    private static String twin(String label, String recipe, String ours) {
        return recipe.equals(ours) ? label : "%s (%s)".formatted(label, recipe);
    }

    private static Optional<String> note(Measured measured) {
        return switch (measured.record().backbone().origin()) {
            case "control" -> Optional.of(Words.control(measured.fromNetwork()));
            case "features-supplied" ->
                Optional.of("Features supplied by the client: how they were made is its word, not ours.");
            default -> Optional.empty();
        };
    }
}
