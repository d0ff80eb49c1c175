/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.protocols.analysis.Panel;
import io.carryover.protocols.analysis.PanelCorrelation;
import io.carryover.protocols.correlation.Association;
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
import java.util.List;
import java.util.Optional;

/** The study's figure 2: how every task goes with ImageNet. */
final class StudyCoefficients {
    private StudyCoefficients() {}

    /** Of settings: the mean over datasets where there are several. */
    static Chart settings(List<PanelCorrelation> correlations) {
        return chart(
                "correlations-settings",
                "Correlation with ImageNet by setting",
                correlations.stream()
                        .filter(p -> p.panel().dataset().equals(Panel.MEAN) || !manyDatasets(p.panel()))
                        .toList());
    }

    /** Of single datasets, where a setting has several. */
    static Chart datasets(List<PanelCorrelation> correlations) {
        return chart(
                "correlations-datasets",
                "Correlation with ImageNet by dataset",
                correlations.stream()
                        .filter(p -> !p.panel().dataset().equals(Panel.MEAN) && manyDatasets(p.panel()))
                        .toList());
    }

    private static boolean manyDatasets(Panel panel) {
        return panel.family().equals("linear")
                || panel.family().equals("finetune")
                || panel.family().startsWith("few-shot");
    }

    /** Coefficients with intervals, the largest r on top. */
    private static Chart chart(String id, String title, List<PanelCorrelation> panels) {
        List<PanelCorrelation> sorted = panels.stream()
                .filter(p -> !p.panel().task().equals("calibration")
                        && !p.panel().task().equals("reconstruction")
                        && !p.panel().task().equals("attention"))
                .filter(p -> p.correlations().pearson() instanceof Association.Measured)
                .sorted(Comparator.comparingDouble(
                        p -> -((Association.Measured) p.correlations().pearson()).r()))
                .toList();
        List<String> names = new ArrayList<>();
        List<Dot> pearson = new ArrayList<>();
        List<Dot> spearman = new ArrayList<>();
        List<List<Cell>> rows = new ArrayList<>();
        for (PanelCorrelation p : sorted) {
            int row = names.size();
            String suspect = p.panel().caveat().isEmpty() ? "" : " (suspect)";
            String metric = p.panel().dataset().equals(Panel.MEAN) || manyDatasets(p.panel())
                    ? ""
                    : ", " + StudyWords.metric(p.panel().metric());
            names.add(StudyWords.panel(p.panel()) + metric + suspect);
            dot(row, p.correlations().pearson(), "Pearson r").ifPresent(pearson::add);
            dot(row, p.correlations().spearman(), "Spearman rho").ifPresent(spearman::add);
            List<Cell> cells = new ArrayList<>();
            cells.add(Cell.text(StudyWords.panel(p.panel())));
            cells.add(Cell.text(StudyWords.metric(p.panel().metric())));
            cells.addAll(Correlated.cells(p));
            cells.add(Cell.text(p.panel().caveat()));
            rows.add(cells);
        }
        List<Head> heads = new ArrayList<>();
        heads.add(Head.text("Task", "task"));
        heads.add(Head.text("Metric", "metric"));
        heads.addAll(Correlated.heads());
        heads.add(Head.text("Caveat", "caveat"));
        String caveat = sorted.stream()
                .map(p -> p.panel().caveat())
                .filter(c -> !c.isEmpty())
                .findFirst()
                .orElse("");
        return new Chart(
                id,
                title,
                "",
                caveat,
                "Sorted by Pearson's r. Filled: r with Fisher's interval; open: Spearman's rho with the interval of Bonett and Wright."
                        + " Angles are turned so that more is better everywhere.",
                "%s: %d rows, from %s to %s.".formatted(title, names.size(), names.getFirst(), names.getLast()),
                new Drawing.Dots(
                        Axis.coefficients("correlation with ImageNet top-1"),
                        names,
                        List.of(
                                new Series("Pearson r", Mark.plain, false, pearson),
                                new Series("Spearman rho", Mark.published, true, spearman))),
                new DataTable(title, caveat, heads, rows),
                StudyPages.csv(id));
    }

    private static Optional<Dot> dot(int row, Association association, String name) {
        return association instanceof Association.Measured m
                ? Optional.of(new Dot(
                        row,
                        m.r(),
                        Optional.of(m.interval().lo()),
                        Optional.of(m.interval().hi()),
                        "%s %s, 95 %% interval %s to %s, p %s"
                                .formatted(
                                        name,
                                        Correlated.two(m.r()),
                                        Correlated.two(m.interval().lo()),
                                        Correlated.two(m.interval().hi()),
                                        ComparePages.p(m.p()))))
                : Optional.empty();
    }
}
