/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

/** An interval in one line of text, on an axis with zero in its middle. */
final class IntervalStrip {
    /** Odd, so that zero has a place of its own. */
    private static final int WIDTH = 21;

    private IntervalStrip() {}

    /** @param reach value at the right end; the left end is its negative */
    static String of(double lo, double hi, double value, double reach) {
        StringBuilder strip = new StringBuilder("·".repeat(WIDTH));
        for (int i = place(lo, reach); i <= place(hi, reach); i++) {
            strip.setCharAt(i, '─');
        }
        strip.setCharAt(WIDTH / 2, '│');
        strip.setCharAt(place(value, reach), '●');
        return strip.toString();
    }

    private static int place(double value, double reach) {
        double part = reach > 0 ? Math.clamp(value / reach, -1, 1) : 0;
        return (int) Math.round((part + 1) / 2 * (WIDTH - 1));
    }
}
