/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The columns of a board: source datasets first, then by dataset, task and protocol. */
final class Columns {
    private Columns() {}

    static List<Board.Column> of(List<Measured> results, int rows) {
        Map<String, List<Measured>> byColumn =
                new TreeMap<>(results.stream().collect(Collectors.groupingBy(Measured::columnId)));
        List<Board.Column> columns = new ArrayList<>();
        byColumn.forEach((id, measured) -> columns.add(column(id, measured, rows)));
        columns.sort(Comparator.comparing((Board.Column column) -> !column.source())
                .thenComparing(column -> column.dataset().name())
                .thenComparing(column -> Words.order(column.task()))
                .thenComparing(column -> column.protocol().id(), Comparator.reverseOrder())
                .thenComparing(Board.Column::id));
        return withDistinctNames(columns);
    }

    private static Board.Column column(String id, List<Measured> measured, int rows) {
        // The newest record says how the dataset is called and which role it plays now.
        Measured newest = measured.stream()
                .max(Comparator.comparing((Measured m) -> m.record().at()).thenComparing(Measured::id))
                .orElseThrow();
        var key = newest.record().key();
        long present = measured.stream().map(Measured::rowKey).distinct().count();
        boolean target = !newest.record().dataset().role().equals("source");
        return new Board.Column(
                id,
                Words.task(key.task()) + Words.grid(key.grid()),
                newest.record().dataset(),
                key.dataset(),
                key.task(),
                key.protocol(),
                key.metric(),
                newest.score().unit(),
                newest.score().higherIsBetter(),
                target && 2 * present >= rows && Words.ofTheStudy(key.task()));
    }

    /** Two imports under one name are two datasets: the digest tells them apart. */
    private static List<Board.Column> withDistinctNames(List<Board.Column> columns) {
        Map<String, Long> digests = columns.stream()
                .collect(Collectors.groupingBy(
                        column -> column.dataset().name(),
                        LinkedHashMap::new,
                        Collectors.collectingAndThen(
                                Collectors.mapping(Board.Column::datasetDigest, Collectors.toSet()),
                                set -> (long) set.size())));
        return columns.stream()
                .map(column -> digests.getOrDefault(column.dataset().name(), 1L) == 1 ? column : tagged(column))
                .toList();
    }

    private static Board.Column tagged(Board.Column column) {
        var facts = column.dataset();
        return new Board.Column(
                column.id(),
                column.title(),
                new io.carryover.contracts.result.ResultRecord.DatasetFacts(
                        facts.name() + " (" + column.datasetDigest().brief() + ")",
                        facts.role(),
                        facts.note(),
                        facts.attribution()),
                column.datasetDigest(),
                column.task(),
                column.protocol(),
                column.metric(),
                column.unit(),
                column.higherIsBetter(),
                column.counted());
    }
}
