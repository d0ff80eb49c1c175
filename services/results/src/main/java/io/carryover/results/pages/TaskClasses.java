/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.results.board.Board;
import io.carryover.results.compare.ClassAccuracies.ByClass;
import io.carryover.results.compare.ClassAccuracies.OneClass;
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

/** A task class by class: the best backbone, and the range of all whose images are the same. */
final class TaskClasses {
    static final String ID = "classes";

    private static final int DRAWN = 40;

    private TaskClasses() {}

    /** One class over the backbones; accuracies in the order of these. */
    private record Line(OneClass best, List<Double> accuracies) {
        double lowest() {
            return accuracies.stream().mapToDouble(a -> a).min().orElseThrow();
        }

        double highest() {
            return accuracies.stream().mapToDouble(a -> a).max().orElseThrow();
        }
    }

    /** @param classes by row, the best row first; nothing where there is none */
    static Optional<Chart> chart(Board.Column column, String csv, Map<String, ByClass> classes, Board board) {
        if (classes.isEmpty()) {
            return Optional.empty();
        }
        Map.Entry<String, ByClass> best = classes.entrySet().iterator().next();
        Map<String, ByClass> same = new LinkedHashMap<>(classes);
        same.values().removeIf(other -> !other.identity().equals(best.getValue().identity()));
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < best.getValue().classes().size(); i++) {
            int at = i;
            lines.add(new Line(
                    best.getValue().classes().get(i),
                    same.values().stream()
                            .map(each -> each.classes().get(at).accuracy())
                            .toList()));
        }
        lines.sort(Comparator.comparingDouble((Line line) -> line.best().accuracy())
                .thenComparing(line -> line.best().index()));
        return Optional.of(chart(column, csv, List.copyOf(same.keySet()), lines, board));
    }

    private static Chart chart(Board.Column column, String csv, List<String> names, List<Line> lines, Board board) {
        List<Line> drawn = lines.subList(0, Math.min(DRAWN, lines.size()));
        List<Dot> dots = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            Line line = drawn.get(i);
            dots.add(new Dot(
                    i,
                    line.best().accuracy(),
                    Optional.of(line.lowest()),
                    Optional.of(line.highest()),
                    "%s: %s %% of %d images; all: %s to %s %%"
                            .formatted(
                                    names.getFirst(),
                                    Correlated.two(line.best().accuracy()),
                                    line.best().images(),
                                    Correlated.two(line.lowest()),
                                    Correlated.two(line.highest()))));
        }
        List<Head> heads = new ArrayList<>(List.of(Head.text("Class", "class"), Head.number("Images", "images")));
        names.forEach(name -> heads.add(Head.number(name + " %", name)));
        List<List<Cell>> rows = lines.stream()
                .map(line -> {
                    List<Cell> row = new ArrayList<>();
                    row.add(Cell.text(line.best().name()));
                    row.add(Cell.count(line.best().images()));
                    line.accuracies().forEach(a -> row.add(Cell.number(a, 2)));
                    return row;
                })
                .toList();
        long others = board.rows().stream()
                        .filter(row -> row.cells().containsKey(column.id()))
                        .count()
                - names.size();
        return new Chart(
                ID,
                "By class",
                "",
                "",
                "%sHardest on top: the dot is %s, the best backbone; the bar reaches from the lowest to the highest of %d backbones and is no interval.%s"
                        .formatted(
                                lines.size() > DRAWN
                                        ? "The %d hardest of %d classes. ".formatted(DRAWN, lines.size())
                                        : "",
                                names.getFirst(),
                                names.size(),
                                others > 0
                                        ? " %d more are not read here, or keep other images.".formatted(others)
                                        : ""),
                "Accuracy of %s by class: %s is the hardest with %s percent, %s the easiest with %s."
                        .formatted(
                                names.getFirst(),
                                lines.getFirst().best().name(),
                                Correlated.two(lines.getFirst().best().accuracy()),
                                lines.getLast().best().name(),
                                Correlated.two(lines.getLast().best().accuracy())),
                new Drawing.Dots(
                        Axis.plain(
                                "right, % of the class's images",
                                drawn.stream()
                                        .flatMap(line -> line.accuracies().stream())
                                        .toList()),
                        drawn.stream().map(line -> line.best().name()).toList(),
                        List.of(new Series(names.getFirst(), Mark.plain, false, dots))),
                new DataTable("%s by class".formatted(TaskPages.name(column)), "", heads, rows),
                csv);
    }
}
