/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A terminal that lines can be redrawn on.
 *
 * @param size asked for at each drawing, since people resize
 * @param colour whether colours may be used
 */
public record Screen(Supplier<Size> size, boolean colour) {
    /** Columns and rows of characters. */
    public record Size(int columns, int rows) {
        static final Size USUAL = new Size(80, 24);
    }

    /** Standard error's terminal; empty where it is a file, a pipe or a terminal that knows no cursor movement. */
    public static Optional<Screen> ofStandardError(Map<String, String> environment) {
        return of(environment, Tty.STANDARD_ERROR);
    }

    private static Optional<Screen> of(Map<String, String> environment, int descriptor) {
        if (!Tty.is(descriptor) || !movesCursor(environment)) {
            return Optional.empty();
        }
        return Optional.of(
                new Screen(() -> Tty.size(descriptor).orElseGet(() -> told(environment)), colours(environment)));
    }

    static boolean movesCursor(Map<String, String> environment) {
        return !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /** See no-color.org: any value that is not empty. */
    static boolean colours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    static Size told(Map<String, String> environment) {
        return new Size(
                number(environment, "COLUMNS", Size.USUAL.columns()), number(environment, "LINES", Size.USUAL.rows()));
    }

    private static int number(Map<String, String> environment, String name, int otherwise) {
        try {
            int number = Integer.parseInt(environment.getOrDefault(name, ""));
            return number > 0 ? number : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
