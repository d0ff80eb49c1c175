/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.protocols.analysis.Column;
import io.carryover.protocols.stats.Normal;
import io.carryover.results.board.Board;
import io.carryover.results.board.Printed;
import io.carryover.results.pages.chart.Axis;
import io.carryover.results.pages.chart.Chart;
import io.carryover.results.pages.chart.DataTable;
import io.carryover.results.pages.chart.DataTable.Cell;
import io.carryover.results.pages.chart.DataTable.Head;
import io.carryover.results.pages.chart.Drawing;
import io.carryover.results.pages.chart.Drawing.Dot;
import io.carryover.results.pages.chart.Drawing.Mark;
import io.carryover.results.pages.chart.Drawing.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All numbers of a task, best first, with their intervals; the study's beside them. */
final class TaskDistribution {
    static final String ID = "distribution";

    private final Board board;
    private final Board.Column column;
    private final Optional<Column> published;

    TaskDistribution(Board board, Board.Column column, Optional<Column> published) {
        this.board = board;
        this.column = column;
        this.published = published;
    }

    /** How a number is drawn: its series, its mark and the kind of its interval. */
    private record Kind(String name, Mark mark, boolean whisker) {}

    private record Line(
            String name,
            Kind kind,
            double value,
            Optional<Double> lo,
            Optional<Double> hi,
            String method,
            String href) {}

    Chart chart(String csv) {
        List<Line> lines = Stream.concat(measured(), printed())
                .sorted(Comparator.comparingDouble(line -> column.higherIsBetter() ? -line.value() : line.value()))
                .toList();
        Map<Kind, List<Dot>> series = new LinkedHashMap<>();
        List<Double> ends = new ArrayList<>();
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            String says = "%s%s".formatted(text(line.value()), interval(line));
            series.computeIfAbsent(line.kind(), k -> new ArrayList<>())
                    .add(new Dot(i, line.value(), line.lo(), line.hi(), says));
            Stream.of(Optional.of(line.value()), line.lo(), line.hi())
                    .flatMap(Optional::stream)
                    .forEach(ends::add);
            rows.add(List.of(
                    Cell.text(line.name()).to(line.href()),
                    Cell.text(line.kind().name()),
                    Cell.number(line.value(), text(line.value())),
                    line.lo().isPresent() && line.hi().isPresent()
                            ? new Cell(
                                    "%s to %s"
                                            .formatted(
                                                    text(line.lo().get()),
                                                    text(line.hi().get())),
                                    List.of(line.lo().get(), line.hi().get()),
                                    "")
                            : Cell.none("none", 2),
                    Cell.text(line.method())));
        }
        String title = "All backbones";
        return new Chart(
                ID,
                title,
                "",
                "",
                "Best on top, with 95 % intervals: a solid bar is the error of drawing test images, an open whisker the Monte-Carlo error of episodes, or one that was printed."
                        + (published.isPresent()
                                ? " Open circles are the study's published numbers: another protocol, other checkpoints' files."
                                : ""),
                "%d numbers, from %s, %s, to %s, %s."
                        .formatted(
                                lines.size(),
                                lines.getFirst().name(),
                                text(lines.getFirst().value()),
                                lines.getLast().name(),
                                text(lines.getLast().value())),
                new Drawing.Dots(
                        Axis.plain(TaskPages.name(column) + ", " + unit(), ends),
                        lines.stream().map(Line::name).toList(),
                        series.entrySet().stream()
                                .map(e -> new Series(
                                        e.getKey().name(),
                                        e.getKey().mark(),
                                        e.getKey().whisker(),
                                        e.getValue()))
                                .toList()),
                new DataTable(
                        title + ": " + TaskPages.name(column),
                        "",
                        List.of(
                                Head.text("Backbone", "backbone"),
                                Head.text("Kind", "kind"),
                                Head.number("Value", "value"),
                                Head.interval("95 % interval", "ci95"),
                                Head.text("Method", "interval")),
                        rows),
                csv);
    }

    private Stream<Line> measured() {
        return board.rows().stream()
                .filter(row -> row.cells().containsKey(column.id()))
                .flatMap(row -> Stream.ofNullable(row.cells().get(column.id()))
                        .map(cell -> new Line(
                                row.label(),
                                kind(row, whisker(cell)),
                                cell.value(),
                                Optional.of(cell.ci95().lo()),
                                Optional.of(cell.ci95().hi()),
                                cell.ci95().method(),
                                "/results/" + cell.result())));
    }

    private static boolean whisker(Board.Cell cell) {
        return io.carryover.results.pages.Mark.kind(cell.ci95().method()).equals("episodes");
    }

    private static Kind kind(Board.Row row, boolean whisker) {
        return row.control() ? new Kind("control", Mark.control, whisker) : new Kind("measured", Mark.plain, whisker);
    }

    private Stream<Line> printed() {
        return published.stream().flatMap(c -> c.cells().entrySet().stream().map(e -> {
            double value = e.getValue().value();
            double half = Normal.Z975 * e.getValue().error();
            boolean known = !Double.isNaN(half);
            return new Line(
                    e.getKey() + " (published)",
                    new Kind("published", Mark.published, true),
                    value,
                    known ? Optional.of(value - half) : Optional.empty(),
                    known ? Optional.of(value + half) : Optional.empty(),
                    known ? "published, or of its share of the test images" : "none printed",
                    "/study");
        }));
    }

    private String interval(Line line) {
        return line.lo()
                .flatMap(lo -> line.hi()
                        .map(hi -> ", 95 %% interval %s to %s (%s)".formatted(text(lo), text(hi), line.method())))
                .orElse(", no interval");
    }

    private String text(double value) {
        return Printed.text(value, column.unit());
    }

    private String unit() {
        return column.unit().equals("percent") ? "%" : column.unit();
    }
}
