/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import java.util.List;
import java.util.stream.Collectors;

/** One line of CSV (RFC 4180) with its end; numbers in full precision. */
public final class CsvLine {
    private CsvLine() {}

    /** Values by their text form. */
    public static String of(List<?> values) {
        return values.stream().map(CsvLine::field).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** Quoted where it must be; a text that a spreadsheet would run as a formula is made a text. */
    private static String field(Object value) {
        String text = value.toString();
        // A minus begins a formula, too, but first of all a number.
        String formulas = value instanceof Number ? "" : "=+-@\t\r";
        String safe = !text.isEmpty() && formulas.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quote = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
