/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.results.board.ChosenColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * In which order a board's rows stand: as the board has them, which is by mean rank, by name, or by their rank in one column. Ranks stay
 * those of the board.
 *
 * @param by a parameter of the address: {@code name}, the tag of a column, or anything else for the board's own order
 */
record RowOrder(String by) {
    /** The board's own. */
    static final RowOrder MEAN_RANK = new RowOrder("");

    private static final String NAME = "name";

    /** A column that rows can be ordered by. */
    record Key(String columnId, String title) {}

    /** An order that a form offers. */
    public record Choice(String value, String text, boolean chosen) {}

    /**
     * The rows in this order; those without a number in the column come last.
     *
     * @param rank of a row in the column of that id
     */
    <R> List<R> of(List<R> rows, List<Key> keys, Function<R, String> name, Ranks<R> rank) {
        if (by.equals(NAME)) {
            return rows.stream()
                    .sorted(Comparator.comparing(row -> name.apply(row).toLowerCase(Locale.ROOT)))
                    .toList();
        }
        return keys.stream()
                .filter(this::names)
                .findFirst()
                .map(key -> rows.stream()
                        .sorted(Comparator.comparingDouble(
                                row -> rank.of(row, key.columnId()).orElse(Double.POSITIVE_INFINITY)))
                        .toList())
                .orElse(rows);
    }

    /** What a form offers; the mean rank is chosen where this names nothing that is there. */
    List<Choice> choices(List<Key> keys) {
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice(NAME, "name", by.equals(NAME)));
        keys.forEach(key -> choices.add(new Choice(ChosenColumns.tag(key.columnId()), key.title(), names(key))));
        choices.addFirst(new Choice("", "mean rank", choices.stream().noneMatch(Choice::chosen)));
        return choices;
    }

    private boolean names(Key key) {
        return by.equals(ChosenColumns.tag(key.columnId()));
    }

    /** A row's rank in a column, where it has a number there. */
    interface Ranks<R> {
        OptionalDouble of(R row, String columnId);
    }
}
