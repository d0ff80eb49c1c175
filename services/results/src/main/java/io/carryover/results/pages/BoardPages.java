/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.result.Interval;
import io.carryover.results.board.Board;
import io.carryover.results.board.Printed;
import io.carryover.results.board.Words;
import io.carryover.results.pages.BoardPage.Credit;
import io.carryover.results.pages.BoardPage.Entry;
import io.carryover.results.pages.BoardPage.Head;
import io.carryover.results.pages.BoardPage.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns a board into its page. */
final class BoardPages {
    private BoardPages() {}

    static BoardPage of(Board board, boolean ready, List<BoardPage.Chip> chips, List<BoardPage.Chip> exports) {
        Map<String, Scale> scales = new HashMap<>();
        Map<String, Optional<Double>> controls = new HashMap<>();
        for (Board.Column column : board.columns()) {
            scales.put(column.id(), scale(board, column));
            controls.put(column.id(), bestControl(board, column));
        }
        List<Head> heads = board.columns().stream()
                .map(column -> head(column, Objects.requireNonNull(scales.get(column.id()))))
                .toList();
        List<Line> lines = new ArrayList<>();
        for (Board.Row row : board.rows()) {
            List<Entry> entries = board.columns().stream()
                    .map(column -> new Entry(
                            column.dataset().name() + " · " + column.title(),
                            column.source(),
                            Optional.ofNullable(row.cells().get(column.id()))
                                    .map(cell -> number(
                                            board,
                                            column,
                                            cell,
                                            Objects.requireNonNull(scales.get(column.id())),
                                            controls.getOrDefault(column.id(), Optional.empty())))))
                    .toList();
            lines.add(line(row, entries));
        }
        List<String> kinds = board.rows().stream()
                .flatMap(row -> row.cells().values().stream())
                .map(cell -> Mark.kind(cell.ci95().method()))
                .distinct()
                .toList();
        return new BoardPage(
                ready, heads, lines, board.notes(), chips, kinds, credits(board), board.variant(), exports);
    }

    static List<Credit> credits(Board board) {
        return board.columns().stream()
                .map(column ->
                        new Credit(column.dataset().name(), column.dataset().attribution()))
                .distinct()
                .toList();
    }

    private static Head head(Board.Column column, Scale scale) {
        List<String> detail = new ArrayList<>();
        detail.add(Words.metric(column.metric()) + (column.unit().equals("percent") ? " %" : " " + column.unit()));
        detail.add(column.protocol().name());
        if (!column.higherIsBetter()) {
            detail.add("lower is better");
        }
        String badge = column.source() ? "source" : column.counted() ? "" : "not counted";
        return new Head(
                column.dataset().name(),
                column.title(),
                String.join(", ", detail),
                badge,
                column.dataset().note(),
                scale.loText(),
                scale.hiText(),
                TaskPages.href(column.id()));
    }

    private static Line line(Board.Row row, List<Entry> entries) {
        return new Line(
                row.meanRank().map(BoardPages::rank).orElse("–"),
                row.label(),
                Optional.of("/backbones/" + Links.segment(name(row))),
                row.origin(),
                row.sameWeightsAs(),
                row.recipe(),
                row.note(),
                row.control(),
                entries);
    }

    private static String name(Board.Row row) {
        return row.label().replaceAll(" \\(.*", "");
    }

    private static BoardPage.Shown number(
            Board board, Board.Column column, Board.Cell cell, Scale scale, Optional<Double> control) {
        List<Double> seeds = cell.seeds().stream().map(Board.Seed::value).toList();
        long rows = board.rows().stream()
                .filter(row -> row.cells().containsKey(column.id()))
                .count();
        boolean tied = board.rows().stream()
                        .flatMap(row -> Stream.ofNullable(row.cells().get(column.id())))
                        .filter(other -> other.rank() == cell.rank())
                        .count()
                > 1;
        String unit = column.unit();
        StringBuilder spoken = new StringBuilder("95 %% interval %s to %s (%s), rank %s of %d"
                .formatted(
                        Printed.text(cell.ci95().lo(), unit),
                        Printed.text(cell.ci95().hi(), unit),
                        cell.ci95().method(),
                        rank(cell.rank()),
                        rows));
        cell.rankCi95()
                .ifPresent(ci ->
                        spoken.append(", 95 %% of ranks between %s and %s".formatted(rank(ci.lo()), rank(ci.hi()))));
        Optional<String> seedText = seeds.isEmpty()
                ? Optional.empty()
                : Optional.of("mean of %d seeds, %s to %s"
                        .formatted(
                                seeds.size(),
                                Printed.text(
                                        seeds.stream().mapToDouble(v -> v).min().orElseThrow(), unit),
                                Printed.text(
                                        seeds.stream().mapToDouble(v -> v).max().orElseThrow(), unit)));
        String rankText = cell.rankCi95()
                .filter(ci -> ci.lo() != ci.hi())
                .map(ci -> "%s (%s–%s)".formatted(rank(cell.rank()), rank(ci.lo()), rank(ci.hi())))
                .orElse(rank(cell.rank()));
        return new BoardPage.Shown(
                cell.printed(),
                rankText,
                tied,
                cell.rank() < 2 && cell.rank() == bestRank(board, column),
                "/results/" + cell.result(),
                Mark.of(scale, cell.ci95(), cell.value(), seeds, control),
                spoken.toString(),
                seedText);
    }

    private static double bestRank(Board board, Board.Column column) {
        return board.rows().stream()
                .flatMap(row -> Stream.ofNullable(row.cells().get(column.id())))
                .mapToDouble(Board.Cell::rank)
                .min()
                .orElse(0);
    }

    private static Scale scale(Board board, Board.Column column) {
        List<Interval> intervals = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (Board.Row row : board.rows()) {
            Board.Cell cell = row.cells().get(column.id());
            if (cell != null) {
                intervals.add(cell.ci95());
                values.add(cell.value());
                cell.seeds().forEach(seed -> values.add(seed.value()));
            }
        }
        return Scale.of(intervals, values, column.unit());
    }

    private static Optional<Double> bestControl(Board board, Board.Column column) {
        return board.rows().stream()
                .filter(Board.Row::control)
                .flatMap(row -> Stream.ofNullable(row.cells().get(column.id())))
                .map(Board.Cell::value)
                .reduce((a, b) -> column.higherIsBetter() == (a > b) ? a : b);
    }

    /** {@code 2}, {@code 2.5}, {@code 3.67}. */
    static String rank(double rank) {
        if (rank == Math.rint(rank)) {
            return String.valueOf((long) rank);
        }
        return String.format(Locale.ROOT, rank * 2 == Math.rint(rank * 2) ? "%.1f" : "%.2f", rank);
    }
}
