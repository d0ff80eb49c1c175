/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.protocols.analysis.Column;
import io.carryover.protocols.analysis.Measure;
import io.carryover.protocols.analysis.PanelCorrelation;
import io.carryover.protocols.correlation.Association;
import io.carryover.results.board.Board;
import io.carryover.results.board.Printed;
import io.carryover.results.board.Words;
import io.carryover.results.compare.ClassAccuracies.ByClass;
import io.carryover.results.pages.chart.Axis;
import io.carryover.results.pages.chart.Chart;
import io.carryover.results.pages.chart.DataTable;
import io.carryover.results.pages.chart.DataTable.Cell;
import io.carryover.results.pages.chart.DataTable.Head;
import io.carryover.results.pages.chart.Drawing;
import io.carryover.results.pages.chart.Drawing.Mark;
import io.carryover.results.pages.chart.Drawing.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns a column of the board into the page of its task. */
final class TaskPages {
    private final Board board;
    private final Board.Column column;
    private final Optional<Column> published;

    TaskPages(Board board, Board.Column column) {
        this.board = board;
        this.column = column;
        this.published = TaskScores.published(column);
    }

    /** Address of a column's page. */
    static String href(String column) {
        return "/tasks/"
                + Stream.of(column.split("/", -1))
                        .map(Links::segment)
                        .collect(java.util.stream.Collectors.joining("/"));
    }

    /**
     * The page.
     *
     * @param wanted column that it is held against, if one is wished for
     * @param classes of the rows whose images could be read, by label
     */
    TaskPage of(Optional<String> wanted, Map<String, ByClass> classes) {
        Optional<Board.Column> reference = reference(wanted);
        Optional<PanelCorrelation> fit = reference.map(this::fit);
        Optional<Chart> scatter = reference.flatMap(r -> fit.flatMap(f -> scatter(r, f)));
        Optional<Chart> byClass = TaskClasses.chart(column, address(TaskClasses.ID, wanted), classes, board);
        return new TaskPage(
                column.id(),
                column.dataset().name(),
                column.title(),
                detail(column),
                column.source(),
                column.dataset().note(),
                new TaskDistribution(board, column, published).chart(address(TaskDistribution.ID, wanted)),
                others().stream()
                        .map(o -> new TaskPage.Reference(
                                o.id(),
                                "%s · %s".formatted(o.dataset().name(), o.title()),
                                reference.filter(o::equals).isPresent()))
                        .toList(),
                scatter,
                scatter.isPresent()
                        ? ""
                        : reference.isEmpty()
                                ? "There is no other task yet that it could be held against."
                                : "No backbone has both numbers.",
                byClass,
                byClass.isPresent()
                        ? ""
                        : "No backbone's images could be read class by class: results of episodes, of images with several classes, and imported ones keep none.",
                published.map(c -> c.cells().size()).orElse(0),
                BoardPages.credits(List.of(column)));
    }

    private static String detail(Board.Column column) {
        return "%s, %s, %s"
                        .formatted(
                                Words.metric(column.metric()),
                                column.unit(),
                                column.higherIsBetter() ? "more is better" : "less is better")
                + ", protocol " + column.protocol().id();
    }

    private String address(String data, Optional<String> reference) {
        return href(column.id()) + "?"
                + reference.map(r -> "reference=" + Links.segment(r) + "&").orElse("") + "data=" + data;
    }

    private List<Board.Column> others() {
        return board.columns().stream().filter(c -> !c.id().equals(column.id())).toList();
    }

    /** The wanted one, else ImageNet, else the data of pretraining, else the first other. */
    private Optional<Board.Column> reference(Optional<String> wanted) {
        List<Board.Column> others = others();
        return others.stream()
                .filter(c -> wanted.filter(c.id()::equals).isPresent())
                .findFirst()
                .or(() -> others.stream()
                        .filter(c -> c.dataset().name().equals("imagenet"))
                        .findFirst())
                .or(() -> others.stream().filter(Board.Column::source).findFirst())
                .or(() -> others.stream().findFirst());
    }

    private PanelCorrelation fit(Board.Column reference) {
        List<Board.Row> models = TaskScores.models(board);
        return TaskScores.correlation(TaskScores.panel(reference, models), TaskScores.panel(column, models));
    }

    private Optional<Chart> scatter(Board.Column reference, PanelCorrelation fit) {
        Map<String, Double> xs = TaskScores.all(reference, board);
        Map<String, Double> ys = TaskScores.all(column, board);
        List<Point> points = new ArrayList<>();
        List<List<Cell>> rows = new ArrayList<>();
        for (Board.Row row : board.rows()) {
            Double x = xs.get(row.label());
            Double y = ys.get(row.label());
            if (x != null && y != null) {
                boolean fitted = fit.models().contains(row.label());
                String printedX = printed(row, reference);
                String printedY = printed(row, column);
                // Equal weights are one point, which bears the name of the one that counts.
                if (fitted || row.control()) {
                    points.add(new Point(
                            row.label(),
                            x,
                            y,
                            row.control() ? Mark.control : Mark.plain,
                            "%s %s\n%s %s".formatted(name(reference), printedX, name(column), printedY)));
                }
                rows.add(List.of(
                        Cell.text(row.label()),
                        Cell.text(
                                row.control()
                                        ? "control, not in the fit"
                                        : fitted ? "measured" : "the same weights as another, counted once"),
                        Cell.number(value(row, reference), printedX),
                        Cell.number(value(row, column), printedY)));
            }
        }
        if (points.isEmpty()) {
            return Optional.empty();
        }
        addPublished(reference, points, rows);
        String title = "%s against %s".formatted(name(column), name(reference));
        String figures = Correlated.figures(fit);
        List<Double> heights = Stream.concat(points.stream().map(Point::y), Correlated.heights(fit).stream())
                .toList();
        boolean any = fit.correlations().pearson() instanceof Association.Measured;
        return Optional.of(new Chart(
                "scatter",
                title,
                figures,
                fit.panel().caveat(),
                (any ? Correlated.sensitivity(fit) + " " : "")
                        + "Line and r are over backbones that were measured here, equal weights once; controls (triangles) and published numbers (open) are in neither.",
                "%s: %d points. %s.".formatted(title, points.size(), figures),
                new Drawing.Scatter(
                        axis(reference, points.stream().map(Point::x).toList()),
                        axis(column, heights),
                        points,
                        Correlated.line(fit),
                        Correlated.band(fit)),
                new DataTable(
                        title,
                        fit.panel().caveat(),
                        List.of(
                                Head.text("Backbone", "backbone"),
                                Head.text("Part", "part"),
                                Head.number(name(reference), "reference"),
                                Head.number(name(column), "value")),
                        rows),
                address("scatter", Optional.of(reference.id()))));
    }

    private void addPublished(Board.Column reference, List<Point> points, List<List<Cell>> rows) {
        Optional<Column> x = TaskScores.published(reference);
        if (x.isEmpty() || published.isEmpty()) {
            return;
        }
        Map<String, Double> xs = TaskScores.scaled(x.get());
        Map<String, Double> ys = TaskScores.scaled(published.get());
        ys.forEach((model, y) -> {
            Double at = xs.get(model);
            if (at != null) {
                String printedX = text(x.get(), model);
                String printedY = text(published.get(), model);
                points.add(new Point(model, at, y, Mark.published, "published: %s, %s".formatted(printedX, printedY)));
                rows.add(List.of(
                        Cell.text(model),
                        Cell.text("published, not in the fit"),
                        Cell.number(x.get().cell(model).orElseThrow().value(), printedX),
                        Cell.number(published.get().cell(model).orElseThrow().value(), printedY)));
            }
        });
    }

    private static String text(Column column, String model) {
        return Cell.fixed(column.cell(model).orElseThrow().value(), column.decimals());
    }

    private static String printed(Board.Row row, Board.Column column) {
        return Printed.text(value(row, column), column.unit());
    }

    private static double value(Board.Row row, Board.Column column) {
        return Objects.requireNonNull(row.cells().get(column.id())).value();
    }

    static String name(Board.Column column) {
        return "%s, %s".formatted(column.dataset().name(), column.title());
    }

    private static Axis axis(Board.Column column, List<Double> values) {
        Measure.Unit unit = TaskScores.measure(column).unit();
        return switch (unit) {
            case PERCENT, FRACTION -> Axis.logOdds(name(column) + ", % (logit scale)", values);
            case DEGREES -> Axis.negated(name(column) + ", degrees", values);
            case PLAIN -> Axis.plain(name(column) + ", " + column.unit(), values);
        };
    }
}
