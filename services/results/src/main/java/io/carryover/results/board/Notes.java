/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a reader must know to read the board right. */
final class Notes {
    private Notes() {}

    static List<String> of(List<Board.Column> columns, List<Board.Row> rows, Variants variants) {
        List<String> notes = new ArrayList<>();
        datasets(columns, notes);
        meanRank(columns, rows, notes);
        notes.add(
                "Scores equal as printed share the average of their ranks; backbones with the same weights take one place.");
        intervals(rows, notes);
        if (rows.stream().anyMatch(Board.Row::control)) {
            notes.add("Controls are ranked like every backbone and stay even where they win.");
        }
        if (!variants.own().isEmpty()) {
            notes.add("Columns that %s can't give are of %s."
                    .formatted(variants.id(), String.join(", ", variants.own())));
        }
        if (!variants.others().isEmpty()) {
            notes.add("Shown: %s. Also measured, on boards of their own: %s."
                    .formatted(variants.id(), String.join(", ", variants.others())));
        }
        return List.copyOf(notes);
    }

    private static void datasets(List<Board.Column> columns, List<String> notes) {
        columns.stream()
                .map(Board.Column::dataset)
                .filter(dataset -> dataset.role().equals("source"))
                .map(dataset ->
                        "%s is the source: the backbones were trained on it, so it isn't counted in the mean rank. %s"
                                .formatted(dataset.name(), dataset.note())
                                .strip())
                .distinct()
                .forEach(notes::add);
        columns.stream()
                .map(Board.Column::dataset)
                .filter(dataset ->
                        !dataset.role().equals("source") && !dataset.note().isBlank())
                .map(dataset -> dataset.name() + ": " + dataset.note())
                .distinct()
                .forEach(notes::add);
    }

    private static void meanRank(List<Board.Column> columns, List<Board.Row> rows, List<String> notes) {
        String beyond = columns.stream()
                .filter(column -> !column.source() && !Words.ofTheStudy(column.task()))
                .map(column -> column.dataset().name() + " " + column.title())
                .collect(Collectors.joining(", "));
        if (!beyond.isEmpty()) {
            notes.add("Beyond the study, so not counted in the mean rank: " + beyond + ".");
        }
        List<Board.Column> counted =
                columns.stream().filter(Board.Column::counted).toList();
        if (counted.isEmpty()) {
            notes.add(
                    "No mean rank: no task of the study on a target dataset has results of at least half of the backbones.");
            return;
        }
        long complete = rows.stream().filter(row -> row.meanRank().isPresent()).count();
        notes.add("The mean rank is over %d target %s, among the %d of %d backbones that have every one of them."
                .formatted(counted.size(), counted.size() == 1 ? "column" : "columns", complete, rows.size()));
        String sparse = columns.stream()
                .filter(column -> !column.source() && !column.counted() && Words.ofTheStudy(column.task()))
                .map(column -> column.dataset().name() + " " + column.title())
                .collect(Collectors.joining(", "));
        if (!sparse.isEmpty()) {
            notes.add("Not counted in the mean rank, as fewer than half of the backbones have it: " + sparse + ".");
        }
    }

    private static void intervals(List<Board.Row> rows, List<String> notes) {
        List<Board.Cell> cells =
                rows.stream().flatMap(row -> row.cells().values().stream()).toList();
        cells.stream()
                .map(cell -> cell.ci95().method())
                .distinct()
                .sorted()
                .map(method -> "95 % interval “" + method + "”: " + Words.interval(method))
                .forEach(notes::add);
        List<String> ofRanks = cells.stream()
                .flatMap(cell -> cell.rankCi95().stream())
                .map(interval -> interval.method())
                .distinct()
                .sorted()
                .toList();
        if (!cells.isEmpty() && ofRanks.isEmpty()) {
            notes.add("No intervals of ranks: they need every backbone's per-image or per-episode artifacts.");
        }
        ofRanks.forEach(method -> notes.add("95 % intervals of ranks: " + Words.interval(method)));
    }
}
