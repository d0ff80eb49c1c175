/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

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

    static BoardPage of(
            Board board, boolean ready, List<BoardPage.Chip> chips, List<BoardPage.Chip> exports, BoardParts parts) {
        BoardParts.Shown shown = parts.of(board);
        Map<String, ColumnScale> scales = new HashMap<>();
        shown.columns().forEach(column -> scales.put(column.id(), ColumnScale.of(board, column)));
        List<Head> heads = shown.columns().stream()
                .map(column -> head(
                        column, Objects.requireNonNull(scales.get(column.id())).scale()))
                .toList();
        List<Line> lines = new ArrayList<>();
        for (Board.Row row : shown.rows()) {
            List<Entry> entries = shown.columns().stream()
                    .map(column -> new Entry(
                            column.dataset().name() + " · " + column.title(),
                            column.source(),
                            Optional.ofNullable(row.cells().get(column.id()))
                                    .map(cell ->
                                            number(column, cell, Objects.requireNonNull(scales.get(column.id()))))))
                    .toList();
            lines.add(line(row, entries));
        }
        List<String> kinds = shown.rows().stream()
                .flatMap(row -> shown.columns().stream()
                        .flatMap(column -> Stream.ofNullable(row.cells().get(column.id()))))
                .map(cell -> Mark.kind(cell.ci95().method()))
                .distinct()
                .toList();
        return new BoardPage(
                ready,
                heads,
                lines,
                board.notes(),
                chips,
                kinds,
                credits(shown.columns()),
                board.variant(),
                exports,
                shown.part());
    }

    static List<Credit> credits(List<Board.Column> columns) {
        return columns.stream()
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

    private static BoardPage.Shown number(Board.Column column, Board.Cell cell, ColumnScale scale) {
        List<Double> seeds = cell.seeds().stream().map(Board.Seed::value).toList();
        String unit = column.unit();
        StringBuilder spoken = new StringBuilder("95 %% interval %s to %s (%s), rank %s of %d"
                .formatted(
                        Printed.text(cell.ci95().lo(), unit),
                        Printed.text(cell.ci95().hi(), unit),
                        cell.ci95().method(),
                        rank(cell.rank()),
                        scale.rows()));
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
                .map(ci -> rank(cell.rank(), ci.lo(), ci.hi()))
                .orElse(rank(cell.rank()));
        return new BoardPage.Shown(
                cell.printed(),
                rankText,
                scale.tied(cell.rank()),
                cell.rank() < 2 && cell.rank() == scale.best(),
                "/results/" + cell.result(),
                Mark.of(scale.scale(), cell.ci95(), cell.value(), seeds, scale.control()),
                spoken.toString(),
                seedText);
    }

    /** {@code 2 (1–3)}. */
    static String rank(double rank, double lo, double hi) {
        return "%s (%s–%s)".formatted(rank(rank), rank(lo), rank(hi));
    }

    /** {@code 2}, {@code 2.5}, {@code 3.67}. */
    static String rank(double rank) {
        if (rank == Math.rint(rank)) {
            return String.valueOf((long) rank);
        }
        return String.format(Locale.ROOT, rank * 2 == Math.rint(rank * 2) ? "%.1f" : "%.2f", rank);
    }
}
