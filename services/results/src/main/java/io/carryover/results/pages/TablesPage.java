/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import java.util.List;
import java.util.Optional;

/**
 * What the leaderboard shows of imported tables.
 *
 * @param origins whose numbers can be asked for; empty where there is no choice
 * @param measured whether measured numbers are wanted, too
 */
public record TablesPage(List<BoardPage.Chip> origins, boolean measured, List<Section> sections) {

    /**
     * One table.
     *
     * @param anchor to be linked to
     * @param warnings what has to be read before its numbers
     * @param without whether there is a mean rank without segmentation beside the other
     * @param kinds which drawings of intervals occur, for the legend
     * @param orders what its rows can be sorted by
     * @param kept parameters of the address, which a form hands on
     * @param exports this board in other formats
     */
    public record Section(
            String anchor,
            String title,
            String origin,
            String source,
            List<String> warnings,
            List<BoardPage.Chip> settings,
            boolean without,
            List<String> kinds,
            List<Head> columns,
            List<Line> lines,
            List<RowOrder.Choice> orders,
            List<BoardPage.Kept> kept,
            List<String> notes,
            List<BoardPage.Chip> exports,
            String credit) {
        /** Whether this drawing occurs. */
        public boolean has(String kind) {
            return kinds.contains(kind);
        }
    }

    /**
     * A column's head.
     *
     * @param href the setting's datasets, where it is a setting
     * @param badges short words that warn or set apart, with the class that draws them
     */
    public record Head(
            String title,
            Optional<String> href,
            String task,
            String detail,
            boolean source,
            List<Badge> badges,
            String loText,
            String hiText) {}

    /** A short word; {@code kind} is a class of the style sheet or empty; {@code says} it at length. */
    public record Badge(String text, String kind, String says) {}

    /** A model. {@code place} and {@code without} are mean ranks as printed, or a dash. */
    public record Line(Place place, Place without, String name, List<Entry> entries) {}

    /** A mean rank and its interval in words; empty where there is none. */
    public record Place(String printed, String interval) {}

    /** A cell; {@code number} is absent where the table has none. */
    public record Entry(String head, boolean source, Optional<Shown> number) {}

    /**
     * One number.
     *
     * @param bold whether it can't be told apart from the best of its column
     * @param spoken interval, rank and separability in words
     */
    public record Shown(String printed, String rank, boolean tied, boolean bold, Mark mark, String spoken) {}
}
