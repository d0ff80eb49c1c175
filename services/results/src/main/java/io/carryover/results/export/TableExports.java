/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import io.carryover.contracts.result.Interval;
import io.carryover.results.board.Printed;
import io.carryover.results.board.Words;
import io.carryover.results.export.BoardTable.Entry;
import io.carryover.results.export.BoardTable.Head;
import io.carryover.results.imported.TableBoard;
import io.carryover.results.imported.TableBoard.MeanRank;
import io.carryover.results.imported.TableWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Boards of imported tables as tables for a paper or a README: both mean ranks first, warnings in the caption. */
public final class TableExports {
    private final TableBoard board;
    private final boolean ranked;
    private final boolean without;
    private final List<String> methods;

    private TableExports(TableBoard board) {
        this.board = board;
        this.ranked = board.rows().stream().anyMatch(row -> row.meanRank().isPresent());
        this.without =
                board.rows().stream().anyMatch(row -> row.withoutSegmentation().isPresent());
        this.methods = board.rows().stream()
                .flatMap(row -> Stream.concat(
                        Stream.of(row.meanRank(), row.withoutSegmentation())
                                .flatMap(Optional::stream)
                                .map(MeanRank::ci95),
                        row.cells().values().stream().flatMap(cell -> cell.ci95().stream())))
                .map(Interval::method)
                .distinct()
                .sorted()
                .toList();
    }

    /** The table of {@code board}. */
    public static BoardTable of(TableBoard board) {
        return new TableExports(board).table();
    }

    private BoardTable table() {
        var imported = board.table();
        List<Head> heads = new ArrayList<>();
        if (ranked) {
            heads.add(new Head("", "Mean rank", without ? "all settings" : ""));
        }
        if (without) {
            heads.add(new Head("", "Mean rank", "without segmentation"));
        }
        board.columns().forEach(column -> heads.add(head(column)));
        return new BoardTable(
                "%s, %s, protocol %s".formatted(imported.name(), imported.origin(), board.protocol()),
                "%s-%s".formatted(imported.origin(), imported.name().replaceAll("[^A-Za-z0-9-]", "-")),
                caption(),
                false,
                heads,
                board.rows().stream().map(this::line).toList(),
                methods.stream()
                        .map(method -> new BoardTable.Method(mark(method), TableWords.interval(method)))
                        .toList(),
                board.notes().stream()
                        .filter(note -> !note.startsWith("95 % interval “"))
                        .toList(),
                List.of("%s: %s Licence: %s. %s"
                        .formatted(imported.name(), imported.citation(), imported.licence(), imported.source())));
    }

    private String caption() {
        String warnings = board.columns().stream()
                .flatMap(column -> column.caveat().stream())
                .distinct()
                .map(caveat -> " Warning: %s.".formatted(caveat))
                .reduce("", String::concat);
        return "Numbers of %s, not measured here. Numbers in brackets and after ± are 95 %% intervals; none stands where none is printed. Bold: not separable from the best of its column.%s"
                .formatted(board.table().source(), warnings);
    }

    private static Head head(TableBoard.Column column) {
        String suspect = column.caveat().isPresent() ? " (suspect)" : "";
        return column.opens()
                ? new Head("", column.title() + suspect, column.detail())
                : new Head(
                        column.title() + (column.source() ? " (source)" : "") + suspect,
                        Words.task(column.task()),
                        column.detail());
    }

    private BoardTable.Line line(TableBoard.Row row) {
        List<Entry> entries = new ArrayList<>();
        if (ranked) {
            entries.add(entry(row.meanRank()));
        }
        if (without) {
            entries.add(entry(row.withoutSegmentation()));
        }
        board.columns()
                .forEach(column -> entries.add(
                        row.cells().containsKey(column.id())
                                ? entry(Objects.requireNonNull(row.cells().get(column.id())), column)
                                : new BoardTable.Missing()));
        return new BoardTable.Line(
                "%s (%s)".formatted(row.model(), board.table().origin()), "", entries);
    }

    private Entry entry(Optional<MeanRank> rank) {
        return rank.<Entry>map(r -> new BoardTable.Scored(
                        Printed.text(r.value(), "percent"),
                        bracketed(r.ci95(), "percent"),
                        mark(r.ci95().method()),
                        false,
                        Optional.empty()))
                .orElseGet(BoardTable.Missing::new);
    }

    private Entry entry(TableBoard.Cell cell, TableBoard.Column column) {
        return new BoardTable.Scored(
                cell.printed(),
                cell.ci95().map(interval -> interval(interval, column.unit())).orElse(""),
                cell.ci95().map(interval -> mark(interval.method())).orElse(""),
                cell.notSeparable().orElse(false),
                Optional.empty());
    }

    private static String interval(Interval ci95, String unit) {
        return switch (ci95.method()) {
            case "printed-episodes", "mean-episodes" -> "±" + Printed.text((ci95.hi() - ci95.lo()) / 2, unit);
            default -> bracketed(ci95, unit);
        };
    }

    private static String bracketed(Interval ci95, String unit) {
        return "[%s, %s]".formatted(Printed.text(ci95.lo(), unit), Printed.text(ci95.hi(), unit));
    }

    private String mark(String method) {
        return String.valueOf((char) ('a' + methods.indexOf(method)));
    }
}
