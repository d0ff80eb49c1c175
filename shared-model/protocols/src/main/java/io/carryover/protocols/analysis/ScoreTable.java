/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Scores by column, in the order in which they were given. */
public final class ScoreTable {
    private final List<Column> columns;
    private final Set<String> models;

    private ScoreTable(List<Column> columns, Set<String> models) {
        this.columns = columns;
        this.models = models;
    }

    /** Of scores, no two of the same model, column and seed. */
    public static ScoreTable of(List<Score> scores) {
        Map<Column.Key, List<Score>> byColumn = new LinkedHashMap<>();
        Set<String> models = new LinkedHashSet<>();
        for (Score score : scores) {
            byColumn.computeIfAbsent(score.column(), _ -> new java.util.ArrayList<>())
                    .add(score);
            models.add(score.model());
        }
        List<Column> columns = byColumn.entrySet().stream()
                .map(e -> Column.of(e.getKey(), e.getValue()))
                .toList();
        return new ScoreTable(columns, models);
    }

    /** All columns. */
    public List<Column> columns() {
        return columns;
    }

    /** All models, in the order in which they appear. */
    public List<String> models() {
        return List.copyOf(models);
    }
}
