/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.imported;

import io.carryover.protocols.analysis.RankedSetting;
import io.carryover.protocols.analysis.Ranking;
import io.carryover.results.imported.TableBoard.Uncertainty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a reader must know to read the board of a table right. */
final class TableNotes {
    private TableNotes() {}

    static List<String> of(RankedTable ranked, List<TableBoard.Column> columns, List<TableBoard.Row> rows) {
        List<String> notes = new ArrayList<>();
        notes.add(
                "Numbers of %s. They were not measured here: they share no column, no rank and no mean rank with what was."
                        .formatted(ranked.table().source()));
        columns.stream()
                .flatMap(column -> column.caveat().stream())
                .distinct()
                .map(caveat -> sentence(caveat) + " The mean rank is shown with and without it.")
                .forEach(notes::add);
        ranking(ranked, notes);
        columns.stream()
                .filter(TableBoard.Column::source)
                .map(column -> "%s is the data of pretraining: a column, never part of a rank. Its numbers are %s."
                        .formatted(column.title(), column.provenance()))
                .distinct()
                .forEach(notes::add);
        uncertainty(ranked, columns, notes);
        rows.stream()
                .flatMap(row -> row.cells().values().stream())
                .flatMap(cell -> cell.ci95().stream())
                .map(interval -> interval.method())
                .distinct()
                .sorted()
                .map(method -> "95 % interval “" + method + "”: " + TableWords.interval(method))
                .forEach(notes::add);
        return List.copyOf(notes);
    }

    private static void ranking(RankedTable ranked, List<String> notes) {
        if (ranked.ranking().isEmpty()) {
            notes.add("Not ranked over settings: " + ranked.unranked() + ".");
            return;
        }
        Ranking ranking = ranked.ranking().get();
        notes.add(
                ("The mean rank is over %d of the eight settings of the study, among the %d models that have every number that counts. Its interval"
                                + " draws datasets again inside every setting; the settings themselves are fixed.")
                        .formatted(ranking.settings().size(), ranking.models().size()));
        if (ranking.settings().stream().anyMatch(s -> s.intervals().isPresent())) {
            notes.add(
                    "95 % intervals of a setting's ranks: 2,000 draws of every score around the printed one. Scores are drawn independently"
                            + " though models share test images: too wide rather than too narrow.");
        }
        for (Map.Entry<String, String> out : ranking.leftOut().entrySet()) {
            notes.add("%s isn't ranked: it lacks %s.".formatted(out.getKey(), out.getValue()));
        }
        for (RankedSetting setting : ranking.settings()) {
            if (!setting.leftOut().isEmpty()) {
                notes.add("%s leaves out what fewer than half of the models have: %s."
                        .formatted(TableWords.setting(setting.setting().id()), String.join(", ", setting.leftOut())));
            }
        }
    }

    private static void uncertainty(RankedTable ranked, List<TableBoard.Column> columns, List<String> notes) {
        notes.add(
                "Bold: not separable from the best of its column, as their 95 % intervals overlap (of ranks for a setting, of scores for a"
                        + " dataset).");
        String none = columns.stream()
                .filter(column -> column.uncertainty() == Uncertainty.NONE)
                .map(TableNotes::name)
                .collect(Collectors.joining("; "));
        if (!none.isEmpty()) {
            notes.add(
                    "No interval printed, and none follows from a number of images: no difference is shown to be separable in %s."
                            .formatted(none));
        }
        for (TableBoard.Column column : columns) {
            if (column.opens() && column.uncertainty() == Uncertainty.PARTLY) {
                String held = ranked.settings().stream()
                        .filter(s -> column.setting()
                                .equals(java.util.Optional.of(s.setting().id())))
                        .flatMap(s -> s.heldFixed().stream())
                        .collect(Collectors.joining(", "));
                notes.add(
                        "Intervals of %s hold these columns as printed, since nothing says how uncertain they are: %s."
                                .formatted(column.title(), held));
            }
        }
    }

    private static String name(TableBoard.Column column) {
        return column.opens()
                ? column.title()
                : "%s %s, %s"
                        .formatted(
                                column.title(), io.carryover.results.board.Words.task(column.task()), column.detail());
    }

    private static String sentence(String caveat) {
        return Character.toUpperCase(caveat.charAt(0)) + caveat.substring(1) + ".";
    }
}
