/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.result.Interval;
import io.carryover.results.board.Board;
import io.carryover.results.board.Printed;
import io.carryover.results.board.Separability;
import io.carryover.results.board.Words;
import io.carryover.results.export.BoardTable.Entry;
import io.carryover.results.export.BoardTable.Head;
import io.carryover.results.export.BoardTable.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the table of one protocol. */
final class BoardTables {
    private final Board board;
    private final List<Board.Column> columns;
    private final Map<String, Separability> separability = new LinkedHashMap<>();
    private final List<String> methods;

    private BoardTables(Board board, List<Board.Column> columns) {
        this.board = board;
        this.columns = columns;
        columns.forEach(column -> separability.put(column.id(), Separability.of(board, column)));
        this.methods = board.rows().stream()
                .flatMap(row -> columns.stream()
                        .filter(column -> row.cells().containsKey(column.id()))
                        .map(column -> cell(row, column).ci95().method()))
                .distinct()
                .sorted()
                .toList();
    }

    static BoardTable of(Board board, ProtocolId protocol) {
        List<Board.Column> columns = board.columns().stream()
                .filter(column -> column.protocol().equals(protocol))
                .toList();
        return new BoardTables(board, columns).table(protocol);
    }

    private BoardTable table(ProtocolId protocol) {
        boolean meanRank = columns.stream().anyMatch(Board.Column::counted)
                && board.columns().stream().filter(Board.Column::counted).allMatch(columns::contains);
        List<Board.Row> rows = board.rows().stream()
                .filter(row -> columns.stream().anyMatch(column -> row.cells().containsKey(column.id())))
                .toList();
        return new BoardTable(
                "Leaderboard, protocol " + protocol.id(),
                "%s-%d".formatted(protocol.name(), protocol.version()),
                "Protocol %s, features %s. Numbers in brackets and after ± are 95 %% intervals. %s"
                        .formatted(protocol.id(), board.variant(), bold()),
                meanRank,
                columns.stream().map(BoardTables::head).toList(),
                rows.stream().map(this::line).toList(),
                methods.stream()
                        .map(method -> new BoardTable.Method(mark(methods.indexOf(method)), Words.interval(method)))
                        .toList(),
                notes(rows),
                credits());
    }

    private String bold() {
        Map<Separability.Rule, List<String>> byRule = columns.stream()
                .collect(Collectors.groupingBy(
                        column -> ofColumn(column).rule(),
                        LinkedHashMap::new,
                        Collectors.mapping(
                                column -> column.dataset().name() + " " + column.title(), Collectors.toList())));
        return byRule.entrySet().stream()
                .map(rule -> BoardTable.rule(rule.getKey())
                        + (byRule.size() == 1 ? "" : " (" + String.join(", ", rule.getValue()) + ")"))
                .collect(Collectors.joining("; ", "Bold: not separable from the best of its column: ", "."));
    }

    private static Head head(Board.Column column) {
        String unit = column.unit().equals("percent") ? " %" : ", " + column.unit();
        return new Head(
                column.dataset().name() + (column.source() ? " (source)" : ""),
                column.title(),
                Words.metric(column.metric()) + unit + (column.higherIsBetter() ? "" : ", lower is better"));
    }

    private Line line(Board.Row row) {
        String kind =
                switch (row.origin()) {
                    case "control" -> " (control)";
                    case "features-supplied" -> " (features supplied)";
                    default -> "";
                };
        return new Line(
                row.label() + kind,
                row.meanRank().map(rank -> Printed.text(rank, "percent")).orElse("–"),
                columns.stream().map(column -> entry(row, column)).toList());
    }

    private Entry entry(Board.Row row, Board.Column column) {
        if (!row.cells().containsKey(column.id())) {
            return new BoardTable.Missing();
        }
        Board.Cell cell = cell(row, column);
        return new BoardTable.Scored(
                cell.printed(),
                interval(cell.ci95(), column.unit()),
                mark(methods.indexOf(cell.ci95().method())),
                ofColumn(column).rows().contains(row.key()),
                Optional.of(cell));
    }

    private static String interval(Interval ci95, String unit) {
        return switch (ci95.method()) {
            case "episodes", "seeds-episodes" -> "±" + Printed.text((ci95.hi() - ci95.lo()) / 2, unit);
            default -> "[%s, %s]".formatted(Printed.text(ci95.lo(), unit), Printed.text(ci95.hi(), unit));
        };
    }

    private List<String> notes(List<Board.Row> rows) {
        List<String> notes = new ArrayList<>();
        rows.stream()
                .filter(row -> !row.sameWeightsAs().isEmpty())
                .map(row -> "%s: same weights as %s.".formatted(row.label(), String.join(", ", row.sameWeightsAs())))
                .forEach(notes::add);
        rows.forEach(row -> row.note().ifPresent(note -> notes.add(row.label() + ": " + note)));
        // How intervals were made is said above, with the letter that cells carry.
        board.notes().stream()
                .filter(note -> !note.startsWith("95 % interval “"))
                .forEach(notes::add);
        return List.copyOf(notes);
    }

    private List<String> credits() {
        return columns.stream()
                .map(column -> column.dataset())
                .distinct()
                .map(data -> "%s: %s. Licence %s. %s"
                        .formatted(
                                data.name(),
                                data.attribution().citation(),
                                data.attribution().licence(),
                                data.attribution().source()))
                .toList();
    }

    /** a, b, … z; there are fewer methods than letters. */
    private static String mark(int index) {
        return String.valueOf((char) ('a' + index));
    }

    private Separability ofColumn(Board.Column column) {
        return Objects.requireNonNull(separability.get(column.id()));
    }

    private static Board.Cell cell(Board.Row row, Board.Column column) {
        return Objects.requireNonNull(row.cells().get(column.id()));
    }
}
