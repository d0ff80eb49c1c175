/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.results.board.Board;
import io.carryover.results.board.ChosenColumns;
import io.carryover.results.pages.BoardPage.Choice;
import io.carryover.results.pages.BoardPage.Kept;
import io.carryover.results.pages.BoardPage.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which rows and columns of a board a page shows: a thousand backbones on two hundred tasks are no page. Ranks stay those of
 * the whole board.
 *
 * @param search part of a name, in any case; empty for all
 * @param columns tags or ids of those that were chosen; none for the first ones
 * @param from place of the first row, from 1
 * @param order of the rows
 * @param kept filters of the board
 */
record BoardParts(String search, List<String> columns, int from, RowOrder order, List<Kept> kept) {
    /** Rows of a page. */
    static final int ROWS = 50;

    /** A board of more rows can be searched. */
    static final int SEARCHED = 20;

    /** So many columns stand on a page that didn't choose. */
    static final int WIDE = 12;

    /** Rows and columns of a page. */
    record Shown(List<Board.Row> rows, List<Board.Column> columns, Part part) {}

    Shown of(Board board) {
        // A column of an old link may be gone by now.
        List<Board.Column> chosen = board.columns().stream()
                .filter(column -> ChosenColumns.names(columns, column))
                .toList();
        List<Board.Column> shown = chosen.isEmpty() ? first(board) : chosen;
        String wanted = search.toLowerCase(Locale.ROOT);
        List<RowOrder.Key> keys = shown.stream()
                .map(column -> new RowOrder.Key(column.id(), column.dataset().name() + " · " + column.title()))
                .toList();
        List<Board.Row> ordered = order.of(board.rows(), keys, Board.Row::label, BoardParts::rank);
        List<Board.Row> found = wanted.isEmpty()
                ? ordered
                : ordered.stream()
                        .filter(row -> row.label().toLowerCase(Locale.ROOT).contains(wanted))
                        .toList();
        int start = Math.clamp(from - 1L, 0, Math.max(0, found.size() - 1));
        int end = Math.min(found.size(), start + ROWS);
        Part part = new Part(
                search,
                board.rows().size(),
                found.size(),
                found.isEmpty() ? 0 : start + 1,
                end,
                start == 0 ? Optional.empty() : Optional.of(address(Math.max(1, start + 1 - ROWS))),
                end == found.size() ? Optional.empty() : Optional.of(address(end + 1)),
                board.columns().stream()
                        .map(column -> new Choice(
                                ChosenColumns.tag(column),
                                column.dataset().name(),
                                column.title() + ", " + column.protocol().name(),
                                shown.contains(column)))
                        .toList(),
                order.choices(keys),
                kept);
        return new Shown(found.subList(start, end), shown, part);
    }

    /** Those that the mean rank is over come before others; in order of the board. */
    private static List<Board.Column> first(Board board) {
        if (board.columns().size() <= WIDE) {
            return board.columns();
        }
        List<Board.Column> first = Stream.concat(
                        board.columns().stream().filter(Board.Column::counted),
                        board.columns().stream().filter(column -> !column.counted()))
                .limit(WIDE)
                .toList();
        return board.columns().stream().filter(first::contains).toList();
    }

    private static OptionalDouble rank(Board.Row row, String columnId) {
        Board.Cell cell = row.cells().get(columnId);
        return cell == null ? OptionalDouble.empty() : OptionalDouble.of(cell.rank());
    }

    private String address(int place) {
        List<Kept> parts = new ArrayList<>(kept);
        if (!search.isEmpty()) {
            parts.add(new Kept("q", search));
        }
        columns.forEach(column -> parts.add(new Kept("columns", column)));
        if (!order.equals(RowOrder.MEAN_RANK)) {
            parts.add(new Kept("sort", order.by()));
        }
        parts.add(new Kept("from", String.valueOf(place)));
        return parts.stream()
                .map(part -> part.name() + "=" + Links.segment(part.value()))
                .collect(Collectors.joining("&", "/?", ""));
    }
}
