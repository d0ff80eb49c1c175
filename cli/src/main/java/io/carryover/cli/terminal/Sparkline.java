/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Collectors;

/** A curve in one line of text: a character for each value, from the lowest to the highest of them. */
public final class Sparkline {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final String ASCII = "_.-~=+*#";

    private Sparkline() {}

    /** @param charset of where it is printed: without block characters there, ASCII stands in */
    public static String of(List<Double> values, Charset charset) {
        String steps = charset.newEncoder().canEncode(BLOCKS) ? BLOCKS : ASCII;
        double lo = values.stream().mapToDouble(v -> v).min().orElse(0);
        double hi = values.stream().mapToDouble(v -> v).max().orElse(0);
        return values.stream()
                .map(value -> String.valueOf(steps.charAt(step(value, lo, hi, steps.length()))))
                .collect(Collectors.joining());
    }

    /** Values that are all the same lie in the middle: nothing is low or high. */
    private static int step(double value, double lo, double hi, int steps) {
        return hi > lo ? Math.min(steps - 1, (int) ((value - lo) / (hi - lo) * steps)) : steps / 2;
    }
}
