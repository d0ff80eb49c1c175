/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.report;

import io.carryover.results.board.Board;
import io.carryover.results.export.BoardTable;
import io.carryover.results.pages.Mark;
import io.carryover.results.pages.Scale;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A card as one HTML file: nothing is loaded, no script runs, and its own policy lets nothing in. */
public final class CardHtml {
    private CardHtml() {}

    /** The whole document. */
    public static String of(Card card) {
        String title = escaped(card.title());
        return card.blocks().stream()
                .map(CardHtml::block)
                .collect(Collectors.joining("", """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>%s · Carryover</title>
            <style>
            %s</style>
            </head>
            <body>
            <main>
            <h1>%s</h1>
            """.formatted(title, style(), title), "</main>\n</body>\n</html>\n"));
    }

    private static String block(Card.Block block) {
        return switch (block) {
            case Card.Heading(String text) -> element("h2", text);
            case Card.Paragraph(String text) -> element("p", text);
            case Card.Notice(String text) ->
                "<p class=\"notice\" role=\"note\"><strong>" + escaped(text) + "</strong></p>\n";
            case Card.Items(List<String> items) -> items(items);
            case Card.Grid grid -> grid(grid);
            case Card.Scores(BoardTable table) -> scores(table);
            case Card.Source(String _, String text) -> "<pre tabindex=\"0\"><code>" + escaped(text) + "</code></pre>\n";
        };
    }

    private static String items(List<String> items) {
        return items.stream().map(item -> element("li", item)).collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
    }

    private static String grid(Card.Grid grid) {
        return table(
                grid.caption(),
                grid.heads().stream().map(CardHtml::escaped).toList(),
                grid.rows().stream()
                        .map(row -> row.stream().map(CardHtml::cell).toList())
                        .toList(),
                "");
    }

    private static String scores(BoardTable table) {
        List<Optional<Scale>> scales = IntStream.range(0, table.heads().size())
                .mapToObj(i -> scale(table, i))
                .toList();
        List<String> heads = Stream.concat(
                        table.meanRank() ? Stream.of("Backbone", "Mean rank") : Stream.of("Backbone"),
                        table.heads().stream().map(head -> Stream.of(head.dataset(), head.task(), head.detail())
                                .map(CardHtml::escaped)
                                .collect(Collectors.joining("<br>"))))
                .toList();
        List<List<String>> rows = table.lines().stream()
                .map(line -> Stream.concat(
                                table.meanRank()
                                        ? Stream.of(escaped(line.name()), escaped(line.meanRank()))
                                        : Stream.of(escaped(line.name())),
                                IntStream.range(0, line.entries().size())
                                        .mapToObj(i -> entry(line.entries().get(i), scales.get(i))))
                        .toList())
                .toList();
        String letters = table.intervals().stream()
                .map(method -> "<li><sup>%s</sup> %s</li>\n".formatted(escaped(method.mark()), escaped(method.words())))
                .collect(Collectors.joining("", "<ul>\n", ""));
        return table(table.caption(), heads, rows, "numbers")
                + letters
                + table.notes().stream().map(note -> element("li", note)).collect(Collectors.joining())
                + "</ul>\n";
    }

    /** The axis that all numbers of a column share. */
    private static Optional<Scale> scale(BoardTable table, int column) {
        List<Board.Cell> cells = table.lines().stream()
                .map(line -> line.entries().get(column))
                .flatMap(entry -> entry instanceof BoardTable.Scored scored ? scored.cell().stream() : Stream.of())
                .toList();
        return cells.isEmpty()
                ? Optional.empty()
                : Optional.of(Scale.of(
                        cells.stream().map(Board.Cell::ci95).toList(),
                        cells.stream().map(Board.Cell::value).toList(),
                        ""));
    }

    private static String entry(BoardTable.Entry entry, Optional<Scale> scale) {
        return switch (entry) {
            case BoardTable.Missing() -> "–";
            case BoardTable.Scored(
                    String value,
                    String interval,
                    String mark,
                    boolean bold,
                    Optional<Board.Cell> cell) ->
                "%s <small>%s<sup>%s</sup></small>%s"
                        .formatted(
                                bold ? "<strong>" + escaped(value) + "</strong>" : escaped(value),
                                escaped(interval),
                                escaped(mark),
                                scale.flatMap(axis -> cell.map(number -> strip(Mark.of(
                                                axis, number.ci95(), number.value(), List.of(), Optional.empty()))))
                                        .orElse(""));
        };
    }

    /** The interval drawn; the numbers beside it say the same, so a screen reader passes it over. */
    private static String strip(Mark mark) {
        return ("<svg class=\"%s\" viewBox=\"0 0 %d 12\" width=\"%d\" height=\"12\" aria-hidden=\"true\">"
                        + "<line x1=\"%s\" x2=\"%s\" y1=\"6\" y2=\"6\"/><circle cx=\"%s\" cy=\"6\" r=\"3\"/></svg>")
                .formatted(mark.kind(), Scale.WIDTH, Scale.WIDTH, mark.lo(), mark.hi(), mark.value());
    }

    /** Heads and cells are HTML already. A region of its own, since wide tables scroll by keyboard, too. */
    private static String table(String caption, List<String> heads, List<List<String>> rows, String kind) {
        StringBuilder text =
                new StringBuilder("<div class=\"frame\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n"
                        .formatted(escaped(caption.isEmpty() ? "table" : caption)));
        text.append("<table class=\"%s\">\n".formatted(kind));
        if (!caption.isEmpty()) {
            text.append(element("caption", caption));
        }
        text.append(heads.stream()
                .map(head -> "<th scope=\"col\">" + head + "</th>")
                .collect(Collectors.joining("", "<thead><tr>", "</tr></thead>\n<tbody>\n")));
        for (List<String> row : rows) {
            text.append("<tr><th scope=\"row\">").append(row.getFirst()).append("</th>");
            row.stream()
                    .skip(1)
                    .forEach(cell -> text.append("<td>").append(cell).append("</td>"));
            text.append("</tr>\n");
        }
        return text.append("</tbody>\n</table>\n</div>\n").toString();
    }

    private static String cell(Card.Cell cell) {
        return switch (cell) {
            case Card.Plain(String text) -> escaped(text);
            case Card.Code(String text) -> "<code>" + escaped(text) + "</code>";
            case Card.Link(String text, String href) ->
                "<a href=\"%s\"><code>%s</code></a>".formatted(escaped(href), escaped(text));
        };
    }

    private static String element(String name, String text) {
        return "<%s>%s</%s>\n".formatted(name, escaped(text), name);
    }

    /** As text, in elements and in quoted attributes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(CardHtml.class.getResourceAsStream("card.css"), "card.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
