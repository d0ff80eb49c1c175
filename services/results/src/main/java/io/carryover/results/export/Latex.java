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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables in LaTeX; the package booktabs is all they need. */
public final class Latex {
    private static final String EMPTY = "% Nothing has been measured yet.\n";

    private Latex() {}

    /** One float per table. */
    public static String of(List<BoardTable> tables) {
        return tables.isEmpty() ? EMPTY : tables.stream().map(Latex::table).collect(Collectors.joining("\n"));
    }

    private static String table(BoardTable table) {
        int columns = table.heads().size() + (table.meanRank() ? 1 : 0);
        StringBuilder text = new StringBuilder("% \\usepackage{booktabs}\n");
        Stream.concat(table.notes().stream(), table.credits().stream())
                .forEach(note -> text.append("% ").append(oneLine(note)).append('\n'));
        text.append("\\begin{table}\n\\centering\n");
        text.append("\\caption{")
                .append(escaped(table.caption()))
                .append(letters(table))
                .append("}\n");
        text.append("\\label{tab:carryover-%s}\n".formatted(table.label()));
        text.append("\\begin{tabular}{l").append("r".repeat(columns)).append("}\n\\toprule\n");
        text.append(heading("", "", table, Head::dataset));
        text.append(heading("", "", table, Head::task));
        text.append(heading("Backbone", "Mean rank", table, Head::detail)).append("\\midrule\n");
        for (BoardTable.Line line : table.lines()) {
            List<String> cells = new ArrayList<>(List.of(escaped(line.name())));
            if (table.meanRank()) {
                cells.add(escaped(line.meanRank()));
            }
            line.entries().forEach(entry -> cells.add(cell(entry)));
            text.append(row(cells));
        }
        return text.append("\\bottomrule\n\\end{tabular}\n\\end{table}\n").toString();
    }

    /** How intervals were made belongs to the caption; everything else of the notes is a comment in the source. */
    private static String letters(BoardTable table) {
        return table.intervals().stream()
                .map(method -> " $^{%s}$ %s".formatted(method.mark(), escaped(method.words())))
                .collect(Collectors.joining());
    }

    private static String heading(String first, String second, BoardTable table, Function<Head, String> part) {
        List<String> cells = new ArrayList<>(List.of(first));
        if (table.meanRank()) {
            cells.add(second);
        }
        table.heads().forEach(head -> cells.add(escaped(part.apply(head))));
        return row(cells);
    }

    private static String row(List<String> cells) {
        String line = String.join(" & ", cells);
        // The end of the line above would take a bracket or a star as its own argument.
        return (line.startsWith("[") || line.startsWith("*") ? "{}" : "") + line + " \\\\\n";
    }

    private static String cell(Entry entry) {
        return switch (entry) {
            case BoardTable.Missing() -> "--";
            case BoardTable.Scored(String value, String interval, String mark, boolean bold, Optional<Board.Cell> _) ->
                (bold ? "\\textbf{" + escaped(value) + "}" : escaped(value))
                        + (mark.isEmpty() ? "" : " {\\scriptsize %s$^{%s}$}".formatted(escaped(interval), mark));
        };
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R|\\p{Cntrl}", " ");
    }

    /** As text, whatever it holds; what classic engines have no letter for, as a command. */
    public static String escaped(String text) {
        return oneLine(text)
                .codePoints()
                .mapToObj(Latex::character)
                .collect(Collectors.joining())
                // Two hyphens would become a dash.
                .replaceAll("-(?=-)", "-{}");
    }

    private static String character(int c) {
        return switch (c) {
            case '\\' -> "\\textbackslash{}";
            case '{', '}', '$', '&', '#', '_', '%' -> "\\" + Character.toString(c);
            case '~' -> "\\textasciitilde{}";
            case '^' -> "\\textasciicircum{}";
            case '<' -> "\\textless{}";
            case '>' -> "\\textgreater{}";
            case '|' -> "\\textbar{}";
            case '×' -> "$\\times$";
            case '·' -> "$\\cdot$";
            case '±' -> "$\\pm$";
            case '√' -> "$\\surd$";
            case '–' -> "\\textendash{}";
            case '—' -> "\\textemdash{}";
            case '“' -> "\\textquotedblleft{}";
            case '”' -> "\\textquotedblright{}";
            case '‘' -> "\\textquoteleft{}";
            case '’' -> "\\textquoteright{}";
            default -> Character.toString(c);
        };
    }
}
