/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import io.carryover.results.board.Board;
import io.carryover.results.board.Separability;
import java.util.List;
import java.util.Optional;

/**
 * The part of a board that has one protocol and version, or an imported table, as a table for a paper or a README. Texts are plain: whoever
 * writes them escapes them.
 *
 * @param title what it is of, in words
 * @param label what tells it from others of the document: letters, digits and hyphens
 * @param meanRank whether the table has a column with the mean rank: only where all that it is over stands in this table
 * @param intervals how intervals were made, by the letter that cells carry
 * @param notes what else a reader must know, a line each
 * @param credits whose data it is, a line each
 */
public record BoardTable(
        String title,
        String label,
        String caption,
        boolean meanRank,
        List<Head> heads,
        List<Line> lines,
        List<Method> intervals,
        List<String> notes,
        List<String> credits) {
    /** How some of the intervals were made. */
    public record Method(String mark, String words) {}

    /** A column's head: {@code detail} is metric, unit and direction. */
    public record Head(String dataset, String task, String detail) {}

    /** A row; {@code entries} in order of the heads. */
    public record Line(String name, String meanRank, List<Entry> entries) {}

    /** What stands in a cell. */
    public sealed interface Entry {}

    /** Not measured. */
    public record Missing() implements Entry {}

    /**
     * A number.
     *
     * @param interval {@code [lo, hi]}, or {@code ±half} where it is Monte-Carlo error alone: never drawn like the others
     * @param mark letter of the note that says how the interval was made; empty, as the interval, where there is none
     * @param bold whether it can't be told apart from the best of its column
     * @param cell the same in full precision, where it was measured
     */
    public record Scored(String value, String interval, String mark, boolean bold, Optional<Board.Cell> cell)
            implements Entry {}

    /** A table for each protocol of {@code board}, in order of its columns. */
    public static List<BoardTable> of(Board board) {
        return board.columns().stream()
                .map(Board.Column::protocol)
                .distinct()
                .map(protocol -> BoardTables.of(board, protocol))
                .toList();
    }

    /** The rule behind bold numbers, for one column or for all. */
    static String rule(Separability.Rule rule) {
        return switch (rule) {
            case RANKS ->
                "95 % intervals of their ranks overlap, over draws of images or episodes that all backbones share";
            case SCORES -> "95 % intervals of their scores overlap, as no intervals of ranks are there";
        };
    }
}
