/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages.chart;

import io.carryover.results.export.CsvLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Numbers as a page and as CSV.
 *
 * @param caveat that has to stand beside some of them; empty where none has
 */
public record DataTable(String caption, String caveat, List<Head> heads, List<List<Cell>> rows) {
    public DataTable {
        heads = List.copyOf(heads);
        rows = List.copyOf(rows);
    }

    /**
     * A column.
     *
     * @param fields its names in CSV
     */
    public record Head(String text, boolean number, List<String> fields) {
        /** Of texts. */
        public static Head text(String text, String field) {
            return new Head(text, false, List.of(field));
        }

        /** Of numbers. */
        public static Head number(String text, String field) {
            return new Head(text, true, List.of(field));
        }

        /** Of intervals. */
        public static Head interval(String text, String field) {
            return new Head(text, true, List.of(field + "_lo", field + "_hi"));
        }
    }

    /**
     * A value.
     *
     * @param values in full precision, as many as its column has fields
     * @param href where it leads; empty for nowhere
     */
    public record Cell(String text, List<?> values, String href) {
        private static final int LONGEST = 60;

        /** A text. */
        public static Cell text(String text) {
            return new Cell(text, List.of(text), "");
        }

        /** A number, printed with so many decimals. */
        public static Cell number(double value, int decimals) {
            return new Cell(fixed(value, decimals), List.of(value), "");
        }

        /** A number as it is printed elsewhere. */
        public static Cell number(double value, String printed) {
            return new Cell(printed, List.of(value), "");
        }

        /** A number of things. */
        public static Cell count(long n) {
            return new Cell(String.valueOf(n), List.of(n), "");
        }

        /** An interval. */
        public static Cell interval(double lo, double hi, int decimals) {
            return new Cell("%s to %s".formatted(fixed(lo, decimals), fixed(hi, decimals)), List.of(lo, hi), "");
        }

        /** Nothing in a column of so many fields, or why there is nothing. */
        public static Cell none(String why, int fields) {
            return new Cell(why, Stream.generate(() -> "").limit(fields).toList(), "");
        }

        /** Whether it needs several lines. */
        public boolean isLong() {
            return text.length() > LONGEST;
        }

        /** The same, leading somewhere. */
        public Cell to(String address) {
            return new Cell(text, values, address);
        }

        /** A number with so many decimals, rounded half up. */
        public static String fixed(double value, int decimals) {
            return new BigDecimal(value)
                    .setScale(decimals, RoundingMode.HALF_UP)
                    .toPlainString();
        }
    }

    /** RFC 4180, with the caveat in a column of its own on every line, where there is one. */
    public String csv() {
        List<String> names = new ArrayList<>();
        heads.forEach(head -> names.addAll(head.fields()));
        boolean warned = !caveat.isEmpty() && !names.contains("caveat");
        if (warned) {
            names.add("caveat");
        }
        StringBuilder text = new StringBuilder(CsvLine.of(names));
        for (List<Cell> row : rows) {
            List<Object> values = new ArrayList<>();
            row.forEach(cell -> values.addAll(cell.values()));
            if (warned) {
                values.add(caveat);
            }
            text.append(CsvLine.of(values));
        }
        return text.toString();
    }
}
