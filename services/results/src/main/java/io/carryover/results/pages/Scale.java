/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.result.Interval;
import io.carryover.results.board.Printed;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The axis that all intervals of a column share: values to positions in a drawing {@link #WIDTH} wide.
 *
 * @param lo value at the left end
 * @param hi value at the right end
 */
public record Scale(double lo, double hi, String unit) {
    /** Width of a drawing, in its own units. */
    public static final int WIDTH = 132;

    private static final double PAD = 6;

    /** Covers every interval and every value. */
    public static Scale of(List<Interval> intervals, List<Double> values, String unit) {
        double lo = DoubleStream.concat(
                        intervals.stream().mapToDouble(Interval::lo),
                        values.stream().mapToDouble(v -> v))
                .min()
                .orElse(0);
        double hi = DoubleStream.concat(
                        intervals.stream().mapToDouble(Interval::hi),
                        values.stream().mapToDouble(v -> v))
                .max()
                .orElse(1);
        return hi > lo ? new Scale(lo, hi, unit) : new Scale(lo - 1, hi + 1, unit);
    }

    /** Position of {@code value}, one decimal. */
    String x(double value) {
        double part = (value - lo) / (hi - lo);
        return String.format(Locale.ROOT, "%.1f", PAD + part * (WIDTH - 2 * PAD));
    }

    /** Width between two values, at least a hair. */
    String width(double from, double to) {
        double width = (to - from) / (hi - lo) * (WIDTH - 2 * PAD);
        return String.format(Locale.ROOT, "%.1f", Math.max(1, width));
    }

    String loText() {
        return Printed.text(lo, unit);
    }

    String hiText() {
        return Printed.text(hi, unit);
    }
}
