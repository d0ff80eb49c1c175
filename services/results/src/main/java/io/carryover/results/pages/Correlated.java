/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.protocols.analysis.PanelCorrelation;
import io.carryover.protocols.correlation.Association;
import io.carryover.protocols.correlation.Coefficients;
import io.carryover.protocols.correlation.RegressionLine;
import io.carryover.results.pages.chart.Axis;
import io.carryover.results.pages.chart.DataTable.Cell;
import io.carryover.results.pages.chart.DataTable.Head;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** A correlation in figures, as cells of a table, and as the line with its band. */
final class Correlated {
    private static final int BAND_POINTS = 25;
    private static final int DECIMALS = 2;

    private Correlated() {}

    /** {@code r 0.87 [0.63 to 0.96], p < 0.001, q < 0.001, n 14}, or why there is none. */
    static String figures(PanelCorrelation panel) {
        return switch (panel.correlations().pearson()) {
            case Association.Measured m ->
                "r %s, 95 %% interval %s to %s · p %s · q %s · n %d%s"
                        .formatted(
                                two(m.r()),
                                two(m.interval().lo()),
                                two(m.interval().hi()),
                                ComparePages.p(m.p()),
                                q(panel.pearsonQ()),
                                panel.correlations().n(),
                                panel.correlations().tooFewToRank() ? " · too few to rank" : "");
            case Association.None none -> "No correlation: " + none.reason();
        };
    }

    /** What becomes of r without each model, and with the other number for supervised ImageNet; empty where there is no r. */
    static String sensitivity(PanelCorrelation panel) {
        if (panel.leaveOneOut().isEmpty()) {
            return "";
        }
        List<Double> left =
                panel.leaveOneOut().stream().map(Coefficients::pearson).toList();
        double least = Collections.min(left);
        double most = Collections.max(left);
        String words = "Leaving one model out moves r between %s (without %s) and %s (without %s)."
                .formatted(
                        two(least),
                        panel.models().get(left.indexOf(least)),
                        two(most),
                        panel.models().get(left.indexOf(most)));
        return words
                + panel.alternative()
                        .map(other -> " With 76.13 for supervised ImageNet instead of 77.20, r is %s."
                                .formatted(two(other.pearson())))
                        .orElse("");
    }

    /** Columns of {@link #cells}. */
    static List<Head> heads() {
        return List.of(
                Head.number("Pearson r", "pearson_r"),
                Head.interval("95 % interval", "pearson_ci95"),
                Head.number("p", "pearson_p"),
                Head.number("q", "pearson_q"),
                Head.number("Spearman rho", "spearman_rho"),
                Head.interval("95 % interval", "spearman_ci95"),
                Head.number("q", "spearman_q"),
                Head.number("n", "n"),
                Head.interval("r, one left out", "pearson_leave_one_out"),
                Head.number("r at 76.13", "pearson_supervised_76_13"));
    }

    static List<Cell> cells(PanelCorrelation panel) {
        List<Cell> cells = new ArrayList<>();
        if (panel.correlations().pearson() instanceof Association.Measured r
                && panel.correlations().spearman() instanceof Association.Measured rho) {
            List<Double> left =
                    panel.leaveOneOut().stream().map(Coefficients::pearson).toList();
            cells.addAll(List.of(
                    Cell.number(r.r(), DECIMALS),
                    Cell.interval(r.interval().lo(), r.interval().hi(), DECIMALS),
                    Cell.number(r.p(), ComparePages.p(r.p())),
                    q(panel.pearsonQ(), r),
                    Cell.number(rho.r(), DECIMALS),
                    Cell.interval(rho.interval().lo(), rho.interval().hi(), DECIMALS),
                    q(panel.spearmanQ(), rho),
                    Cell.count(panel.correlations().n()),
                    Cell.interval(Collections.min(left), Collections.max(left), DECIMALS),
                    panel.alternative()
                            .map(other -> Cell.number(other.pearson(), DECIMALS))
                            .orElse(Cell.none("–", 1))));
        } else {
            for (Head head : heads()) {
                cells.add(Cell.none("–", head.fields().size()));
            }
        }
        return cells;
    }

    private static Cell q(OptionalDouble q, Association.Measured of) {
        double value = q.orElse(of.p());
        return Cell.number(value, ComparePages.p(value));
    }

    private static String q(OptionalDouble q) {
        return q.isPresent() ? ComparePages.p(q.getAsDouble()) : "–";
    }

    /** Both ends of the line through the models. */
    static List<List<Double>> line(PanelCorrelation panel) {
        return panel.line()
                .map(line ->
                        ends(panel).stream().map(x -> List.of(x, line.at(x))).toList())
                .orElse(List.of());
    }

    /** The 95 % band of the line. */
    static List<List<Double>> band(PanelCorrelation panel) {
        return panel.line().map(line -> band(line, ends(panel))).orElse(List.of());
    }

    private static List<List<Double>> band(RegressionLine line, List<Double> ends) {
        List<List<Double>> band = new ArrayList<>();
        for (int i = 0; i < BAND_POINTS; i++) {
            double x = ends.getFirst() + (ends.getLast() - ends.getFirst()) * i / (BAND_POINTS - 1);
            double half = line.halfWidths(x)[0];
            band.add(List.of(x, line.at(x) - half, line.at(x) + half));
        }
        return band;
    }

    /** All that is drawn in the upright direction. */
    static List<Double> heights(PanelCorrelation panel) {
        return Stream.concat(panel.y().stream(), band(panel).stream().flatMap(b -> b.stream()
                        .skip(1)))
                .toList();
    }

    private static List<Double> ends(PanelCorrelation panel) {
        return List.of(Collections.min(panel.x()), Collections.max(panel.x()));
    }

    /** Two decimals. */
    static String two(double value) {
        return Cell.fixed(value, DECIMALS);
    }

    /** Percent of log odds, two decimals. */
    static String percent(double logOdds) {
        return String.format(Locale.ROOT, "%.2f", Axis.percent(logOdds));
    }
}
