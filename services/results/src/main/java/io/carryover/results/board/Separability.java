/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import io.carryover.contracts.result.Interval;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which rows of a column can't be told apart from its best: their intervals overlap. Intervals of ranks are made of draws
 * that all backbones share, so they are paired and see smaller differences; where a column has none, those of the scores
 * stand in, which treat backbones as measured on different images and so call too much inseparable rather than too little.
 *
 * @param rows keys of the rows that the best one isn't shown to beat, the best itself among them; empty where nothing stands
 *     beside it
 */
public record Separability(Rule rule, Set<String> rows) {
    /** Whose intervals were compared. */
    public enum Rule {
        /** Of ranks, by draws that backbones share. */
        RANKS,
        /** Of scores. */
        SCORES
    }

    /** A row's cell in one column. */
    private record Placed(String row, Board.Cell cell) {}

    /** Within {@code column} of {@code board}. */
    public static Separability of(Board board, Board.Column column) {
        List<Placed> placed = board.rows().stream()
                .filter(row -> row.cells().containsKey(column.id()))
                .map(row ->
                        new Placed(row.key(), Objects.requireNonNull(row.cells().get(column.id()))))
                .toList();
        boolean ranked = !placed.isEmpty()
                && placed.stream().allMatch(p -> p.cell().rankCi95().isPresent());
        Rule rule = ranked ? Rule.RANKS : Rule.SCORES;
        if (placed.size() < 2) {
            return new Separability(rule, Set.of());
        }
        double first = placed.stream().mapToDouble(p -> p.cell().rank()).min().orElseThrow();
        List<Placed> best =
                placed.stream().filter(p -> p.cell().rank() == first).toList();
        return new Separability(
                rule,
                placed.stream()
                        .filter(p -> best.stream().anyMatch(b -> overlap(p.cell(), b.cell(), rule)))
                        .map(Placed::row)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static boolean overlap(Board.Cell a, Board.Cell b, Rule rule) {
        return switch (rule) {
            case RANKS -> overlap(a.rankCi95().orElseThrow(), b.rankCi95().orElseThrow());
            case SCORES -> overlap(a.ci95(), b.ci95());
        };
    }

    /** Whether two intervals have a value in common. */
    public static boolean overlap(Interval a, Interval b) {
        return a.lo() <= b.hi() && b.lo() <= a.hi();
    }
}
