/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import io.carryover.results.board.Board;
import io.carryover.results.export.BoardTable.Entry;
import io.carryover.results.export.BoardTable.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables in GitHub's Markdown. */
public final class Markdown {
    /** What Markdown or the HTML inside it would read as more than text. */
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]<>&|~#]");

    private Markdown() {}

    /** One section per table. */
    public static String of(List<BoardTable> tables) {
        if (tables.isEmpty()) {
            return "Nothing has been measured yet.\n";
        }
        return tables.stream().map(Markdown::section).collect(Collectors.joining("\n"));
    }

    private static String section(BoardTable table) {
        return "### %s\n\n%s%s".formatted(escaped(table.title()), scores(table), items(table.credits()));
    }

    /** Caption, table, and what the table's letters and its reader need, without credits. */
    public static String scores(BoardTable table) {
        StringBuilder text = new StringBuilder();
        text.append(escaped(table.caption())).append("\n\n");
        List<String> heads = new ArrayList<>(List.of("Backbone"));
        List<String> rule = new ArrayList<>(List.of("---"));
        if (table.meanRank()) {
            heads.add("Mean rank");
            rule.add("--:");
        }
        for (Head head : table.heads()) {
            heads.add(Stream.of(head.dataset(), head.task(), head.detail())
                    .filter(part -> !part.isEmpty())
                    .map(Markdown::escaped)
                    .collect(Collectors.joining("<br>")));
            rule.add("--:");
        }
        text.append(row(heads)).append(row(rule));
        for (BoardTable.Line line : table.lines()) {
            List<String> cells = new ArrayList<>(List.of(escaped(line.name())));
            if (table.meanRank()) {
                cells.add(line.meanRank());
            }
            line.entries().forEach(entry -> cells.add(cell(entry)));
            text.append(row(cells));
        }
        text.append('\n');
        table.intervals()
                .forEach(method ->
                        text.append("- <sup>%s</sup> %s\n".formatted(method.mark(), escaped(method.words()))));
        return text.append(items(table.notes())).toString();
    }

    /** A list; its texts are escaped here. */
    public static String items(List<String> items) {
        return items.stream().map(item -> "- " + escaped(item) + "\n").collect(Collectors.joining());
    }

    /** A line of a table; cells are Markdown already. */
    public static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String cell(Entry entry) {
        return switch (entry) {
            case BoardTable.Missing() -> "–";
            case BoardTable.Scored(String value, String interval, String mark, boolean bold, Optional<Board.Cell> _) ->
                (bold ? "**" + value + "**" : value)
                        + (mark.isEmpty() ? "" : " %s<sup>%s</sup>".formatted(escaped(interval), mark));
        };
    }

    /** As text on one line, whatever it holds. */
    public static String escaped(String text) {
        return SPECIAL.matcher(text.replaceAll("\\R|\\p{Cntrl}", " ")).replaceAll("\\\\$0");
    }
}
