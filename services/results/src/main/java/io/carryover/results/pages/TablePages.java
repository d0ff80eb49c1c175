/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.result.Interval;
import io.carryover.results.board.Printed;
import io.carryover.results.board.Words;
import io.carryover.results.imported.TableBoard;
import io.carryover.results.pages.BoardPage.Chip;
import io.carryover.results.pages.TablesPage.Badge;
import io.carryover.results.pages.TablesPage.Entry;
import io.carryover.results.pages.TablesPage.Head;
import io.carryover.results.pages.TablesPage.Line;
import io.carryover.results.pages.TablesPage.Place;
import io.carryover.results.pages.TablesPage.Section;
import io.carryover.results.pages.TablesPage.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns the board of an imported table into its part of the page. */
final class TablePages {
    private final TableBoard board;
    private final RowOrder order;
    private final List<RowOrder.Key> keys;
    private final String address;
    private final Map<String, Scale> scales = new HashMap<>();

    private TablePages(TableBoard board, RowOrder order) {
        this.board = board;
        this.order = order;
        this.keys = board.columns().stream()
                .map(column -> new RowOrder.Key(column.id(), name(column)))
                .toList();
        this.address = "origin=published&table=" + Links.segment(board.table().name());
        board.columns().forEach(column -> scales.put(column.id(), scale(column)));
    }

    static Section of(TableBoard board, RowOrder order) {
        return new TablePages(board, order).section();
    }

    private Section section() {
        var table = board.table();
        boolean without =
                board.rows().stream().anyMatch(row -> row.withoutSegmentation().isPresent());
        return new Section(
                "table-" + table.name(),
                table.name() + (board.protocol().equals(table.origin()) ? "" : ", protocol " + board.protocol()),
                table.origin(),
                table.source(),
                board.columns().stream()
                        .flatMap(column -> column.caveat().stream())
                        .distinct()
                        .toList(),
                settings(),
                without,
                board.rows().stream()
                        .flatMap(row -> row.cells().values().stream())
                        .map(cell -> Mark.kind(cell.ci95().map(Interval::method).orElse(Mark.BARE)))
                        .distinct()
                        .toList(),
                board.columns().stream().map(this::head).toList(),
                order
                        .of(board.rows(), keys, TableBoard.Row::model, (row, column) -> Stream.ofNullable(
                                        row.cells().get(column))
                                .mapToDouble(TableBoard.Cell::rank)
                                .findFirst())
                        .stream()
                        .map(this::line)
                        .toList(),
                order.choices(keys),
                kept(),
                board.notes(),
                exports(),
                "%s Licence: %s.".formatted(table.citation(), table.licence()));
    }

    private List<Chip> settings() {
        List<Chip> chips = new ArrayList<>();
        chips.add(new Chip(
                "all settings",
                "/?" + address,
                board.setting().isEmpty() && board.columns().stream().anyMatch(TableBoard.Column::opens)));
        board.settings()
                .forEach(setting -> chips.add(new Chip(
                        setting.title(),
                        "/?%s&setting=%s".formatted(address, setting.id()),
                        board.setting().equals(Optional.of(setting.id())))));
        return chips;
    }

    /** What the form for another order hands on. */
    private List<BoardPage.Kept> kept() {
        List<BoardPage.Kept> kept = new ArrayList<>(List.of(
                new BoardPage.Kept("origin", "published"),
                new BoardPage.Kept("table", board.table().name())));
        board.setting().ifPresent(setting -> kept.add(new BoardPage.Kept("setting", setting)));
        return kept;
    }

    private List<Chip> exports() {
        String query = "/v1/leaderboard?" + address
                + board.setting().map(s -> "&setting=" + Links.segment(s)).orElse("") + "&format=";
        return Chip.formats(query);
    }

    private Head head(TableBoard.Column column) {
        List<Badge> badges = new ArrayList<>();
        if (column.source()) {
            badges.add(new Badge("source", "source", "the data of pretraining: never part of a rank"));
        } else if (!column.counted()) {
            badges.add(new Badge("not counted", "", "not part of a rank"));
        }
        column.caveat().ifPresent(caveat -> badges.add(new Badge("suspect", "source", caveat)));
        switch (column.uncertainty()) {
            case KNOWN -> {}
            case PARTLY -> badges.add(new Badge("some intervals", "", "some of its columns are held as printed"));
            case NONE ->
                badges.add(new Badge(
                        "no interval",
                        "",
                        "no interval printed: no difference in this column is shown to be separable"));
        }
        Scale scale = Objects.requireNonNull(scales.get(column.id()));
        return new Head(
                column.title(),
                column.opens() && board.setting().isEmpty()
                        ? column.setting().map(setting -> "/?%s&setting=%s".formatted(address, setting))
                        : Optional.empty(),
                column.opens() ? "" : Words.task(column.task()),
                column.detail(),
                column.source(),
                badges,
                scale.loText(),
                scale.hiText());
    }

    private Line line(TableBoard.Row row) {
        return new Line(
                place(row.meanRank()),
                place(row.withoutSegmentation()),
                row.model(),
                board.columns().stream()
                        .map(column -> new Entry(
                                name(column),
                                column.source(),
                                Optional.ofNullable(row.cells().get(column.id()))
                                        .map(cell -> number(column, cell))))
                        .toList());
    }

    private static String name(TableBoard.Column column) {
        return column.title()
                + (column.opens() ? "" : " · " + Words.task(column.task()))
                + ", "
                + column.detail()
                + (column.caveat().isPresent() ? " (suspect)" : "");
    }

    private static Place place(Optional<TableBoard.MeanRank> rank) {
        return rank.map(r -> new Place(
                        Printed.text(r.value(), "percent"),
                        "%s–%s".formatted(rank(r.ci95().lo()), rank(r.ci95().hi()))))
                .orElse(new Place("–", ""));
    }

    private Shown number(TableBoard.Column column, TableBoard.Cell cell) {
        long tied = board.rows().stream()
                .filter(row -> {
                    TableBoard.Cell other = row.cells().get(column.id());
                    return other != null && other.rank() == cell.rank();
                })
                .count();
        return new Shown(
                cell.printed(),
                cell.rankCi95()
                        .filter(ci -> ci.lo() != ci.hi())
                        .map(ci -> BoardPages.rank(cell.rank(), hundredths(ci.lo()), hundredths(ci.hi())))
                        .orElse(BoardPages.rank(cell.rank())),
                tied > 1,
                cell.notSeparable().orElse(false),
                mark(column, cell),
                spoken(column, cell));
    }

    private static String rank(double rank) {
        return BoardPages.rank(hundredths(rank));
    }

    private static double hundredths(double rank) {
        return Math.round(rank * 100) / 100.0;
    }

    private Mark mark(TableBoard.Column column, TableBoard.Cell cell) {
        Interval drawn = cell.ci95().orElse(new Interval(cell.value(), cell.value(), Mark.BARE));
        return Mark.of(
                Objects.requireNonNull(scales.get(column.id())), drawn, cell.value(), List.of(), Optional.empty());
    }

    private String spoken(TableBoard.Column column, TableBoard.Cell cell) {
        StringBuilder spoken = new StringBuilder();
        cell.ci95()
                .ifPresentOrElse(
                        ci -> spoken.append("95 %% interval %s to %s (%s)"
                                .formatted(
                                        Printed.text(ci.lo(), column.unit()),
                                        Printed.text(ci.hi(), column.unit()),
                                        ci.method())),
                        () -> spoken.append("no interval printed"));
        spoken.append(", rank %s of %d"
                .formatted(
                        BoardPages.rank(cell.rank()),
                        board.rows().stream()
                                .filter(row -> row.cells().containsKey(column.id()))
                                .count()));
        cell.rankCi95()
                .ifPresent(ci ->
                        spoken.append(", 95 %% of ranks between %s and %s".formatted(rank(ci.lo()), rank(ci.hi()))));
        cell.notSeparable()
                .ifPresent(same -> spoken.append(same ? ", not separable from the best" : ", separable from the best"));
        return spoken.toString();
    }

    private Scale scale(TableBoard.Column column) {
        List<Interval> intervals = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (TableBoard.Row row : board.rows()) {
            TableBoard.Cell cell = row.cells().get(column.id());
            if (cell != null) {
                cell.ci95().ifPresent(intervals::add);
                values.add(cell.value());
            }
        }
        return Scale.of(intervals, values, column.unit());
    }
}
