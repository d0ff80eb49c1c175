/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.published.StudyTables;
import io.carryover.protocols.analysis.Column;
import io.carryover.protocols.analysis.CorrelationAnalysis;
import io.carryover.protocols.analysis.Measure;
import io.carryover.protocols.analysis.Panel;
import io.carryover.protocols.analysis.PanelCorrelation;
import io.carryover.protocols.analysis.Panels;
import io.carryover.protocols.analysis.PublishedScores;
import io.carryover.protocols.analysis.Score;
import io.carryover.protocols.analysis.ScoreTable;
import io.carryover.protocols.correlation.Draws;
import io.carryover.protocols.stats.Normal;
import io.carryover.results.board.Board;
import io.carryover.results.board.Printed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Columns of the board on the scale of correlations, and the study's columns for the same task. */
final class TaskScores {
    private static final ScoreTable PUBLISHED = ScoreTable.of(PublishedScores.of(StudyTables::text));

    private TaskScores() {}

    /** What the study prints for the same dataset and task; nothing where it has no such column. */
    static Optional<Column> published(Board.Column column) {
        return PUBLISHED.columns().stream()
                .filter(c -> c.key().dataset().equals(column.dataset().name())
                        && c.key().task().equals(column.task()))
                .findFirst();
    }

    /** A column of the study on the scale of correlations, by model. */
    static Map<String, Double> scaled(Column published) {
        return Panels.of(PUBLISHED).stream()
                .filter(p -> p.name().equals(published.key().toString()))
                .findFirst()
                .map(Panel::values)
                .orElse(Map.of());
    }

    /** Rows whose numbers make a fit: no controls, and one row for equal weights. */
    static List<Board.Row> models(Board board) {
        Set<String> seen = new HashSet<>();
        return board.rows().stream()
                .filter(row -> !row.control())
                .filter(row -> seen.add(row.tensors().map(t -> t.hex()).orElse(row.key())))
                .toList();
    }

    /** A column of these rows on the scale of correlations, by the row's label. */
    static Panel panel(Board.Column column, List<Board.Row> rows) {
        List<Score> scores = rows.stream()
                .filter(row -> row.cells().containsKey(column.id()))
                .map(row -> score(column, row))
                .toList();
        return Panels.of(ScoreTable.of(scores)).stream()
                .filter(p -> !p.dataset().equals(Panel.MEAN))
                .findFirst()
                .orElseGet(() -> new Panel(
                        column.task(),
                        column.dataset().name(),
                        column.metric(),
                        column.id(),
                        column.task(),
                        List.of(),
                        0,
                        "measured",
                        "",
                        Map.of(),
                        List.of()));
    }

    /** {@code y} against {@code x} over the models that have both. */
    static PanelCorrelation correlation(Panel x, Panel y) {
        return new CorrelationAnalysis(Draws.USUAL, 0)
                .against(x, List.of(y), Optional.empty())
                .getFirst();
    }

    /** All rows of a column, controls too, by label. */
    static Map<String, Double> all(Board.Column column, Board board) {
        return new HashMap<>(panel(column, board.rows()).values());
    }

    /** What kind of number a column holds. */
    static Measure measure(Board.Column column) {
        return Measure.stated(column.metric(), column.unit(), column.higherIsBetter());
    }

    private static Score score(Board.Column column, Board.Row row) {
        Board.Cell cell = row.cells().get(column.id());
        if (cell == null) {
            throw new IllegalArgumentException(row.label() + " has no " + column.id());
        }
        // Only Wilson's interval says that the score is a share of n images: episodes are no images.
        long n = cell.ci95().method().equals("wilson") ? cell.n() : 0;
        return new Score(
                row.label(),
                column.task(),
                column.dataset().name(),
                column.metric(),
                column.id(),
                0,
                cell.value(),
                Printed.decimals(column.unit()),
                measure(column),
                n,
                (cell.ci95().hi() - cell.ci95().lo()) / (2 * Normal.Z975),
                false,
                "measured");
    }
}
