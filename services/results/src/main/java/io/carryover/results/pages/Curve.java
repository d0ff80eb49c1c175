/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.job.StepOutput.SweepPoint;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Validation score over C (logarithmic), drawn in {@link #WIDTH} × {@link #HEIGHT}.
 *
 * @param points of a polyline
 * @param bestX position of the chosen C
 * @param bestY position of its score
 * @param xTicks powers of ten
 * @param yTicks scores
 */
public record Curve(
        String points,
        List<Dot> dots,
        String bestX,
        String bestY,
        List<Tick> xTicks,
        List<Tick> yTicks,
        String summary) {
    static final int WIDTH = 560;
    static final int HEIGHT = 220;

    private static final double LEFT = 46;
    private static final double RIGHT = 14;
    private static final double TOP = 12;
    private static final double BOTTOM = 30;

    /** A label on an axis at {@code at}. */
    public record Tick(String at, String label) {}

    /** One value of C. */
    public record Dot(String x, String y, String title) {}

    static Curve of(List<SweepPoint> sweep, double bestC) {
        double xLo = Math.log10(sweep.getFirst().c());
        double xHi = Math.log10(sweep.getLast().c());
        double lo = sweep.stream().mapToDouble(SweepPoint::value).min().orElseThrow();
        double hi = sweep.stream().mapToDouble(SweepPoint::value).max().orElseThrow();
        double pad = Math.max(0.5, (hi - lo) * 0.08);
        Axis x = new Axis(xLo, Math.max(xHi, xLo + 1e-9), LEFT, WIDTH - RIGHT);
        Axis y = new Axis(lo - pad, hi + pad, HEIGHT - BOTTOM, TOP);
        List<Dot> dots = sweep.stream()
                .map(p -> new Dot(
                        x.at(Math.log10(p.c())),
                        y.at(p.value()),
                        String.format(Locale.ROOT, "C = %s: %.2f", number(p.c()), p.value())))
                .toList();
        SweepPoint best = sweep.stream().filter(p -> p.c() == bestC).findFirst().orElse(sweep.getFirst());
        return new Curve(
                dots.stream().map(dot -> dot.x() + "," + dot.y()).collect(Collectors.joining(" ")),
                dots,
                x.at(Math.log10(best.c())),
                y.at(best.value()),
                decades(x, xLo, xHi),
                scores(y, lo - pad, hi + pad),
                String.format(
                        Locale.ROOT,
                        "Validation score over %d values of C, from %s to %s: %.2f at the chosen %s.",
                        sweep.size(),
                        number(sweep.getFirst().c()),
                        number(sweep.getLast().c()),
                        best.value(),
                        number(best.c())));
    }

    /** Four significant digits, no more zeros than needed: {@code 0.001}, {@code 3.162e-06}, {@code 100}. */
    public static String number(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        double size = Math.abs(rounded.doubleValue());
        return size >= 1e-3 && size < 1e5
                ? rounded.toPlainString()
                : String.format(Locale.ROOT, "%." + (rounded.precision() - 1) + "e", rounded.doubleValue());
    }

    /** Values to positions, one decimal. */
    record Axis(double lo, double hi, double from, double to) {
        String at(double value) {
            return String.format(Locale.ROOT, "%.1f", from + (value - lo) / (hi - lo) * (to - from));
        }
    }

    private static List<Tick> decades(Axis x, double lo, double hi) {
        List<Tick> ticks = new ArrayList<>();
        for (int power = (int) Math.ceil(lo - 1e-9); power <= hi + 1e-9; power++) {
            if (power % 2 == 0) {
                ticks.add(new Tick(x.at(power), "1e" + power));
            }
        }
        return ticks;
    }

    static List<Tick> scores(Axis y, double lo, double hi) {
        double step = 1;
        while ((hi - lo) / step > 6) {
            step *= step == 2 || step == 20 ? 2.5 : 2;
        }
        while ((hi - lo) / step < 2) {
            step /= 2;
        }
        List<Tick> ticks = new ArrayList<>();
        for (double value = Math.ceil(lo / step) * step; value <= hi; value += step) {
            ticks.add(new Tick(y.at(value), String.format(Locale.ROOT, step < 1 ? "%.2f" : "%.0f", value)));
        }
        return ticks;
    }
}
