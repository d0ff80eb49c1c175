/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** A table of text: columns as wide as their widest cell, numbers to the right. */
public final class Table {
    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();

    /** @param header column titles; a leading {@code >} aligns the column to the right and is not printed */
    public Table(String... header) {
        List<String> titles = new ArrayList<>();
        for (String title : header) {
            right.add(title.startsWith(">"));
            titles.add(title.startsWith(">") ? title.substring(1) : title);
        }
        this.header = titles;
    }

    /** Adds a row of as many cells as there are columns. */
    public void add(List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + header.size() + " columns");
        }
        rows.add(List.copyOf(cells));
    }

    /** The table's lines, without trailing blanks. */
    public List<String> lines() {
        int[] width = new int[header.size()];
        for (int c = 0; c < width.length; c++) {
            width[c] = header.get(c).codePointCount(0, header.get(c).length());
            for (List<String> row : rows) {
                width[c] = Math.max(
                        width[c], row.get(c).codePointCount(0, row.get(c).length()));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(header, width));
        rows.forEach(row -> lines.add(line(row, width)));
        return lines;
    }

    private String line(List<String> cells, int[] width) {
        var text = new StringBuilder();
        for (int c = 0; c < width.length; c++) {
            String cell = cells.get(c);
            String pad = " ".repeat(width[c] - cell.codePointCount(0, cell.length()));
            text.append(c == 0 ? "" : "  ").append(right.get(c) ? pad + cell : cell + pad);
        }
        return text.toString().stripTrailing();
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
