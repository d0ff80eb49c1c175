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
        Map<String, Map<String, List<Measured>>> byColumn = byColumn(byRow);
        Map<String, String> weights = new HashMap<>();
        byRow.forEach((row, measured) -> weights.put(row, weights(row, measured)));
        Map<String, Map<String, Board.Cell>> cells = new HashMap<>();
        for (Board.Column column : columns) {
            fillColumn(column, byColumn.getOrDefault(column.id(), Map.of()), weights, rankIntervals, cells);
        }
        Map<String, Double> meanRanks = MeanRanks.of(columns, byRow.keySet(), cells, weights);
        Map<String, List<String>> twins = byRow.keySet().stream()
                .collect(Collectors.groupingBy(
                        row -> weights.getOrDefault(row, row), TreeMap::new, Collectors.toList()));
        List<Board.Row> rows = new ArrayList<>();
        byRow.forEach((key, measured) -> rows.add(row(
                key,
                measured,
                labels,
                sameWeights(key, byRow, labels, twins.getOrDefault(weights.getOrDefault(key, key), List.of())),
                Optional.ofNullable(meanRanks.get(key)),
                cells.getOrDefault(key, Map.of()))));
        rows.sort(Comparator.comparing((Board.Row row) -> row.meanRank().orElse(Double.MAX_VALUE))
                .thenComparing(row -> -row.cells().size())
                .thenComparing(Board.Row::label)
                .thenComparing(Board.Row::key));
        List<String> notes = Notes.of(columns, rows, variants);
        return new Board(columns, List.copyOf(rows), notes, variants.id(), variants.others());
    }

    /** Results by column and, in order of rows, by row. */
    private static Map<String, Map<String, List<Measured>>> byColumn(Map<String, List<Measured>> byRow) {
        Map<String, Map<String, List<Measured>>> byColumn = new HashMap<>();
        byRow.forEach((row, all) ->
                all.forEach(measured -> byColumn.computeIfAbsent(measured.columnId(), column -> new LinkedHashMap<>())
                        .computeIfAbsent(row, key -> new ArrayList<>(1))
                        .add(measured)));
        return byColumn;
    }

    private static void fillColumn(
            Board.Column column,
            Map<String, List<Measured>> present,
            Map<String, String> weights,
            RankIntervals rankIntervals,
            Map<String, Map<String, Board.Cell>> cells) {
        Map<String, CellValue> values = new LinkedHashMap<>();
        present.forEach((row, here) -> values.put(row, CellValue.of(here)));
        List<ColumnRanks.Entry> entries = values.entrySet().stream()
                .map(e -> new ColumnRanks.Entry(
                        e.getKey(),
                        Printed.round(e.getValue().value(), column.unit()),
                        weights.getOrDefault(e.getKey(), e.getKey())))
                .toList();
        Map<String, Double> ranks = ColumnRanks.of(entries, column.higherIsBetter());
        Map<String, Interval> rankCi = rankIntervals.of(column, present);
        values.forEach((row, value) -> cells.computeIfAbsent(row, key -> new LinkedHashMap<>())
                .put(
                        column.id(),
                        value.cell(column.unit(), ranks.getOrDefault(row, 0.0), Optional.ofNullable(rankCi.get(row)))));
    }

    /** Rows of equal weights are one entry in ranks where they print equal. */
    private static String weights(String row, List<Measured> measured) {
        return Measured.tensors(measured).map(Sha256::hex).orElse(row);
    }

    /** Labels of the other rows with these weights. */
    private static List<String> sameWeights(
            String key, Map<String, List<Measured>> byRow, Map<String, String> labels, List<String> twins) {
        if (twins.size() < 2) {
            return List.of();
        }
        String ours = recipe(byRow, key);
        return twins.stream()
                .filter(other -> !other.equals(key))
                .map(other -> twin(labels.getOrDefault(other, other), recipe(byRow, other), ours))
                .sorted()
                .toList();
    }

    private static String recipe(Map<String, List<Measured>> byRow, String row) {
        return byRow.getOrDefault(row, List.of()).getFirst().record().backbone().recipe();
    }

    private static Board.Row row(
            String key,
            List<Measured> measured,
            Map<String, String> labels,
            List<String> sameWeights,
            Optional<Double> meanRank,
            Map<String, Board.Cell> cells) {
        var facts = measured.getFirst().record().backbone();
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
                Measured.tensors(measured),
                sameWeights,
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
