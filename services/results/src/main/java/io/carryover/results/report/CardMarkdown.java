/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.report;

import io.carryover.results.export.Markdown;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A card in GitHub's Markdown: readable as a README or a model card. */
public final class CardMarkdown {
    private CardMarkdown() {}

    /** The whole document. */
    public static String of(Card card) {
        return card.blocks().stream()
                .map(CardMarkdown::block)
                .collect(Collectors.joining("\n", "# " + Markdown.escaped(card.title()) + "\n\n", ""));
    }

    private static String block(Card.Block block) {
        return switch (block) {
            case Card.Heading(String text) -> "## " + Markdown.escaped(text) + "\n";
            case Card.Paragraph(String text) -> Markdown.escaped(text) + "\n";
            case Card.Notice(String text) -> "> **" + Markdown.escaped(text) + "**\n";
            case Card.Items(List<String> items) -> Markdown.items(items);
            case Card.Grid grid -> grid(grid);
            case Card.Scores(var table) -> Markdown.scores(table);
            case Card.Source(String language, String text) -> source(language, text);
        };
    }

    private static String grid(Card.Grid grid) {
        String caption = grid.caption().isEmpty() ? "" : "**" + Markdown.escaped(grid.caption()) + "**\n\n";
        return caption
                + Markdown.row(grid.heads().stream().map(Markdown::escaped).toList())
                + Markdown.row(Collections.nCopies(grid.heads().size(), "---"))
                + grid.rows().stream()
                        .map(row -> Markdown.row(
                                row.stream().map(CardMarkdown::cell).toList()))
                        .collect(Collectors.joining());
    }

    private static String cell(Card.Cell cell) {
        return switch (cell) {
            case Card.Plain(String text) -> Markdown.escaped(text);
            // A code span knows no escapes, and a table cuts it at a bar.
            case Card.Code(String text) -> text.isEmpty() ? "" : "<code>" + Markdown.escaped(text) + "</code>";
            case Card.Link(String text, String href) ->
                "[<code>%s</code>](<%s>)".formatted(Markdown.escaped(text), href.replaceAll("[<>\\s]", ""));
        };
    }

    /** The fence is longer than any run of backticks inside. */
    private static String source(String language, String text) {
        String fence = "```";
        while (text.contains(fence)) {
            fence += "`";
        }
        return "%s%s\n%s\n%s\n".formatted(fence, language, text.stripTrailing(), fence);
    }
}
