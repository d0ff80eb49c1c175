/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** CSV text cut into fields, RFC 4180. Empty lines are passed over. */
final class CsvLines {
    private CsvLines() {}

    /**
     * A line.
     *
     * @param number in the file, from 1: of its first character where a quoted field holds line breaks
     */
    record Line(int number, List<String> fields) {
        Line {
            fields = List.copyOf(fields);
        }
    }

    /**
     * All lines.
     *
     * @throws CarryoverException INVALID_RESULTS for a quote that isn't closed
     */
    static List<Line> of(String file, String text) {
        List<Line> lines = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        var field = new StringBuilder();
        boolean quoted = false;
        int number = 1;
        int started = 1;
        for (int i = text.startsWith("\ufeff") ? 1 : 0; i < text.length(); i++) {
            char c = text.charAt(i);
            number += c == '\n' ? 1 : 0;
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append(c);
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && field.isEmpty()) {
                quoted = true;
            } else if (c == ',') {
                fields.add(field.toString());
                field.setLength(0);
            } else if (c == '\n') {
                end(lines, started, fields, field);
                started = number;
            } else if (c != '\r') {
                field.append(c);
            }
        }
        if (quoted) {
            throw new CarryoverException(
                    ErrorCode.INVALID_RESULTS,
                    "%s, line %d: a quote is opened and not closed".formatted(file, started));
        }
        end(lines, started, fields, field);
        return lines;
    }

    /** Fields as one line, without its end. */
    static String text(List<String> fields) {
        return fields.stream()
                .map(f -> f.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                        ? '"' + f.replace("\"", "\"\"") + '"'
                        : f)
                .collect(Collectors.joining(","));
    }

    private static void end(List<Line> lines, int number, List<String> fields, StringBuilder field) {
        if (!fields.isEmpty() || !field.isEmpty()) {
            fields.add(field.toString());
            lines.add(new Line(number, fields));
        }
        fields.clear();
        field.setLength(0);
    }
}
