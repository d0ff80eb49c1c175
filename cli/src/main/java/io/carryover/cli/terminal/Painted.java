/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

/** One line that is cut at the screen's edge: a line that wraps would be drawn over wrongly the next time. */
final class Painted {
    /** How a piece looks. */
    enum Style {
        PLAIN(""),
        FAINT("2"),
        GOOD("32"),
        BAD("31");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private final int limit;
    private final boolean colour;
    private final StringBuilder text = new StringBuilder();
    private int length;

    /** @param limit most characters */
    Painted(int limit, boolean colour) {
        this.limit = limit;
        this.colour = colour;
    }

    Painted add(String piece) {
        return add(piece, Style.PLAIN);
    }

    Painted add(String piece, Style style) {
        String shown = cut(piece, limit - length);
        length += shown.length();
        if (colour && style != Style.PLAIN && !shown.isEmpty()) {
            text.append("\u001b[").append(style.code).append('m').append(shown).append("\u001b[0m");
        } else {
            text.append(shown);
        }
        return this;
    }

    /** Characters on the screen, without what only colours. */
    int length() {
        return length;
    }

    /** {@code piece}, or its beginning and an ellipsis; names and reasons are shortened by this too. */
    static String cut(String piece, int width) {
        if (width <= 0) {
            return "";
        }
        return piece.length() <= width ? piece : piece.substring(0, width - 1) + "…";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
