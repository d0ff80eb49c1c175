/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.vision.DatasetManifest.Attribution;
import java.util.List;
import java.util.Optional;

/**
 * The leaderboard as its template wants it.
 *
 * @param ready false while the results topic is still being read
 * @param chips filters by dataset
 * @param exports this board in other formats
 * @param part which part of it is shown
 * @param kinds which drawings of intervals occur, for the legend
 */
public record BoardPage(
        boolean ready,
        List<Head> columns,
        List<Line> lines,
        List<String> notes,
        List<Chip> chips,
        List<String> kinds,
        List<Credit> credits,
        String variant,
        List<Chip> exports,
        Part part) {

    /** Whether there is anything to rank. */
    public boolean empty() {
        return part.rows() == 0;
    }

    /** Whether this drawing occurs. */
    public boolean has(String kind) {
        return kinds.contains(kind);
    }

    /** A column's head; {@code badge} is {@code source}, {@code not counted} or empty; {@code href} leads to the task's page. */
    public record Head(
            String dataset,
            String task,
            String detail,
            String badge,
            String note,
            String loText,
            String hiText,
            String href) {}

    /** A row. {@code place} is the mean rank as printed, or a dash. */
    public record Line(
            String place,
            String name,
            Optional<String> href,
            String origin,
            List<String> sameWeightsAs,
            String recipe,
            Optional<String> note,
            boolean control,
            List<Entry> entries) {}

    /** A cell; {@code number} is absent where nothing was measured. */
    public record Entry(String head, boolean source, Optional<Shown> number) {}

    /**
     * One number.
     *
     * @param tied whether it shares its rank
     * @param spoken interval and rank in words
     */
    public record Shown(
            String printed,
            String rank,
            boolean tied,
            boolean best,
            String href,
            Mark mark,
            String spoken,
            Optional<String> seeds) {}

    /**
     * The part of a board that a page shows.
     *
     * @param search what names were searched for; empty where they weren't
     * @param rows of the whole board
     * @param found rows whose name holds the search
     * @param first place of the first row shown, from 1, among those found
     * @param last place of the last one
     * @param previous address of the rows before
     * @param next address of the rows after
     * @param choices all columns of the board
     * @param orders what its rows can be sorted by
     * @param kept further parameters of the address, which a form hands on
     */
    public record Part(
            String search,
            int rows,
            int found,
            int first,
            int last,
            Optional<String> previous,
            Optional<String> next,
            List<Choice> choices,
            List<RowOrder.Choice> orders,
            List<Kept> kept) {
        /** Whether the board is so long that its names are searched. */
        public boolean longer() {
            return rows > BoardParts.SEARCHED;
        }

        /** Whether the board is so wide that its columns are chosen. */
        public boolean wide() {
            return choices.size() > BoardParts.WIDE;
        }

        /** How many columns are shown. */
        public long chosen() {
            return choices.stream().filter(Choice::chosen).count();
        }
    }

    /** A column that can be shown; {@code group} is its dataset. */
    public record Choice(String tag, String group, String task, boolean chosen) {}

    /** A parameter of the address. */
    public record Kept(String name, String value) {}

    /** A link that narrows or widens the board. */
    public record Chip(String text, String href, boolean current) {
        /** A board in the formats that the API has. */
        static List<Chip> formats(String query) {
            return List.of(
                    new Chip("CSV", query + "csv", false),
                    new Chip("Markdown", query + "markdown", false),
                    new Chip("LaTeX", query + "latex", false),
                    new Chip("JSON", query + "json", false));
        }
    }

    /** Whose data or weights these are. */
    public record Credit(String of, Attribution attribution) {
        /** In one line. */
        public String says() {
            return attribution.unknown()
                    ? "licence, source and citation not stated."
                    : "%s. Licence %s. %s"
                            .formatted(attribution.citation(), attribution.licence(), attribution.source());
        }
    }
}
