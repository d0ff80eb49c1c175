/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.job.StepOutput.LabelPoint;
import io.carryover.results.pages.Curve.Axis;
import io.carryover.results.pages.Curve.Dot;
import io.carryover.results.pages.Curve.Tick;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Accuracy over labels per class (logarithmic) with one standard deviation to both sides, drawn in {@link Curve#WIDTH} ×
 * {@link Curve#HEIGHT}.
 *
 * @param points of a polyline
 */
public record LabelPlot(
        String points, List<Dot> dots, List<Whisker> whiskers, List<Tick> xTicks, List<Tick> yTicks, String summary) {
    private static final double LEFT = 46;
    private static final double RIGHT = 14;
    private static final double TOP = 12;
    private static final double BOTTOM = 30;

    /** From {@code lo} to {@code hi} at {@code x}. */
    public record Whisker(String x, String lo, String hi) {}

    static LabelPlot of(List<LabelPoint> curve) {
        double last = Math.log10(curve.getLast().labels());
        double lo = curve.stream().mapToDouble(p -> p.mean() - p.sd()).min().orElseThrow() - 1;
        double hi = curve.stream().mapToDouble(p -> p.mean() + p.sd()).max().orElseThrow() + 1;
        Axis x = new Axis(-0.05, Math.max(last + 0.05, 0.05), LEFT, Curve.WIDTH - RIGHT);
        Axis y = new Axis(lo, hi, Curve.HEIGHT - BOTTOM, TOP);
        List<Dot> dots = curve.stream()
                .map(p -> new Dot(x.at(Math.log10(p.labels())), y.at(p.mean()), words(p)))
                .toList();
        return new LabelPlot(
                dots.stream().map(dot -> dot.x() + "," + dot.y()).collect(Collectors.joining(" ")),
                dots,
                curve.stream()
                        .map(p -> new Whisker(
                                x.at(Math.log10(p.labels())), y.at(p.mean() - p.sd()), y.at(p.mean() + p.sd())))
                        .toList(),
                curve.stream()
                        .map(p -> new Tick(x.at(Math.log10(p.labels())), String.valueOf(p.labels())))
                        .toList(),
                Curve.scores(y, lo, hi),
                "Accuracy in percent over labels per class: "
                        + curve.stream().map(LabelPlot::words).collect(Collectors.joining("; ")) + ".");
    }

    private static String words(LabelPoint point) {
        return String.format(
                Locale.ROOT,
                "%d %s: %.2f ± %.2f",
                point.labels(),
                point.labels() == 1 ? "label" : "labels",
                point.mean(),
                point.sd());
    }
}
