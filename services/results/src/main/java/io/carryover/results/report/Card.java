/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.report;

import io.carryover.results.export.BoardTable;
import java.util.List;

/** A result card before it has a format. All texts are plain: whoever writes them escapes them. */
public record Card(String title, List<Block> blocks) {
    /** A part of the card, in reading order. */
    public sealed interface Block {}

    /** Heading of a section. */
    public record Heading(String text) implements Block {}

    /** A paragraph. */
    public record Paragraph(String text) implements Block {}

    /** What must not be overlooked. */
    public record Notice(String text) implements Block {}

    /** A list. */
    public record Items(List<String> items) implements Block {}

    /** A table whose rows' first cell names the row. */
    public record Grid(String caption, List<String> heads, List<List<Cell>> rows) implements Block {}

    /** Scores of one protocol. */
    public record Scores(BoardTable table) implements Block {}

    /** Text to copy. {@code language} as in a Markdown fence. */
    public record Source(String language, String text) implements Block {}

    /** What stands in a cell of a {@link Grid}. */
    public sealed interface Cell {}

    /** Words or a number. */
    public record Plain(String text) implements Cell {}

    /** A digest, a name: set in a typewriter face. */
    public record Code(String text) implements Cell {}

    /** A digest that leads to its bytes. */
    public record Link(String text, String href) implements Cell {}
}
