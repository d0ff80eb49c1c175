/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.table;

import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.ImportedTable.Cell;
import io.carryover.contracts.result.ImportedTable.Column;
import io.carryover.contracts.result.ImportedTable.Ends;
import io.carryover.protocols.analysis.Measure;
import io.carryover.protocols.analysis.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an import says.
 *
 * @param origin as in {@link ImportedTable}
 */
record TableContent(String origin, String source, String citation, String licence, List<Column> columns) {
    /** Everything that tells two columns of the record apart. */
    private record Facts(
            String task,
            String dataset,
            String metric,
            String protocol,
            Measure measure,
            boolean source,
            String provenance) {}

    /** Scores by column, in the order in which they were given. */
    static List<Column> columns(List<Score> scores) {
        Map<Facts, List<Cell>> byColumn = new LinkedHashMap<>();
        for (Score s : scores) {
            byColumn.computeIfAbsent(
                            new Facts(
                                    s.task(),
                                    s.dataset(),
                                    s.metric(),
                                    s.protocol(),
                                    s.measure(),
                                    s.source(),
                                    s.provenance()),
                            _ -> new ArrayList<>())
                    .add(new Cell(
                            s.model(),
                            s.seed(),
                            s.value(),
                            s.decimals(),
                            s.n(),
                            Double.isNaN(s.lo()) ? Optional.empty() : Optional.of(new Ends(s.lo(), s.hi()))));
        }
        return byColumn.entrySet().stream()
                .map(e -> new Column(
                        e.getKey().task(),
                        e.getKey().dataset(),
                        e.getKey().metric(),
                        e.getKey().protocol(),
                        e.getKey().measure().unit().name().toLowerCase(Locale.ROOT),
                        e.getKey().measure().higherIsBetter(),
                        e.getKey().measure().items(),
                        e.getKey().source() ? "source" : "target",
                        e.getKey().provenance(),
                        e.getValue()))
                .toList();
    }
}
