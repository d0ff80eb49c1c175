/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/**
 * An axis with its labels, so that the browser computes none.
 *
 * @param name with its unit
 * @param lo value at its beginning
 * @param hi value at its end
 * @param ticks between them
 */
public record Axis(String name, double lo, double hi, List<Tick> ticks) {
    private static final double PAD = 0.06;
    private static final double FEWEST_TICKS = 3;

    /** A label. */
    public record Tick(double at, String label) {}

    /** Of values as they are. */
    public static Axis plain(String name, List<Double> values) {
        Ends ends = Ends.of(values);
        return new Axis(name, ends.lo, ends.hi, ticks(ends, v -> v, v -> v));
    }

    /** Of log odds, labelled in percent. */
    public static Axis logOdds(String name, List<Double> values) {
        Ends ends = Ends.of(values);
        return new Axis(name, ends.lo, ends.hi, ticks(ends, Axis::percent, p -> Math.log(p / (100 - p))));
    }

    /** Of values that stand with the sign turned, labelled as they were. */
    public static Axis negated(String name, List<Double> values) {
        Ends ends = Ends.of(values);
        return new Axis(name, ends.lo, ends.hi, ticks(ends, v -> -v, v -> -v));
    }

    /** Of coefficients, -1 … 1. */
    public static Axis coefficients(String name) {
        return new Axis(name, -1, 1, labelled(List.of(-1.0, -0.5, 0.0, 0.5, 1.0), v -> v, 1));
    }

    /** Of ranks, 1 … {@code worst}. */
    public static Axis ranks(String name, int worst) {
        List<Double> at = new ArrayList<>();
        for (double rank = 1; rank <= worst; rank += worst > 8 ? 2 : 1) {
            at.add(rank);
        }
        return new Axis(name, 0.5, worst + 0.5, labelled(at, v -> v, 0));
    }

    /** Of powers of ten, given as their exponents: every {@code step}-th is labelled. */
    public static Axis powers(String name, double lo, double hi, int step) {
        List<Tick> ticks = new ArrayList<>();
        for (int power = (int) Math.ceil(lo - 1e-9); power <= hi + 1e-9; power++) {
            if (Math.floorMod(power, step) == 0) {
                ticks.add(new Tick(power, "1e" + power));
            }
        }
        return new Axis(name, lo, hi, List.copyOf(ticks));
    }

    /** Percent of log odds. */
    public static double percent(double logOdds) {
        return 100 / (1 + Math.exp(-logOdds));
    }

    private record Ends(double lo, double hi) {
        static Ends of(List<Double> values) {
            double least = values.stream().mapToDouble(v -> v).min().orElse(0);
            double most = values.stream().mapToDouble(v -> v).max().orElse(1);
            double pad = most > least ? PAD * (most - least) : 0.5;
            return new Ends(least - pad, most + pad);
        }
    }

    /** At round numbers of what is labelled. */
    private static List<Tick> ticks(Ends ends, DoubleUnaryOperator shown, DoubleUnaryOperator stands) {
        double from = Math.min(shown.applyAsDouble(ends.lo), shown.applyAsDouble(ends.hi));
        double to = Math.max(shown.applyAsDouble(ends.lo), shown.applyAsDouble(ends.hi));
        double step = Math.pow(10, Math.ceil(Math.log10(to - from)));
        double[] parts = {0.5, 0.4, 0.5};
        for (int i = 0; Math.floor(to / step) - Math.ceil(from / step) + 1 < FEWEST_TICKS; i++) {
            step *= parts[i % parts.length];
        }
        List<Double> at = new ArrayList<>();
        for (double k = Math.ceil(from / step); k * step <= to; k++) {
            double stood = stands.applyAsDouble(k * step);
            if (Double.isFinite(stood)) {
                at.add(stood);
            }
        }
        return labelled(at, shown::applyAsDouble, Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9)));
    }

    private static List<Tick> labelled(List<Double> at, DoubleFunction<Double> shown, int decimals) {
        return at.stream()
                .map(v -> new Tick(
                        v,
                        BigDecimal.valueOf(shown.apply(v))
                                .setScale(decimals, RoundingMode.HALF_UP)
                                .toPlainString()))
                .toList();
    }
}
