/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.analysis.Column;
import io.carryover.protocols.analysis.Panels;
import io.carryover.protocols.analysis.RankingAnalysis;
import io.carryover.protocols.analysis.ReferenceCorrelations;
import io.carryover.protocols.analysis.Score;
import io.carryover.protocols.analysis.ScoreTable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What an analysis of a table does, or why there is none. */
public sealed interface AnalysisPlan {
    /** Fewer have no correlation (docs/analysis.md). */
    int LEAST_MODELS = 4;

    /**
     * It can be made.
     *
     * @param reference full name of a panel
     * @param protocol of the numbers that are ranked; empty where no setting has numbers of several
     * @param notes what was chosen where nothing was asked for, in words
     */
    record Possible(String reference, Optional<String> protocol, List<String> notes) implements AnalysisPlan {}

    /** There is too little to analyse. */
    record None(String why) implements AnalysisPlan {}

    /**
     * Settles what was left open: the reference is the dataset of pretraining where one is among the columns (linear before
     * others), else the column that most models have; of protocols that compete for a setting, the one with most columns.
     *
     * @throws CarryoverException INVALID_REQUEST for a reference or protocol that the table doesn't have
     */
    static AnalysisPlan of(List<Score> scores, Optional<String> reference, Optional<String> protocol) {
        long models = scores.stream().map(Score::model).distinct().count();
        if (models < LEAST_MODELS) {
            return new None("%d different model%s with comparable scores, and a correlation needs %d"
                    .formatted(models, models == 1 ? "" : "s", LEAST_MODELS));
        }
        ScoreTable table = ScoreTable.of(scores);
        if (table.columns().size() < 2) {
            return new None("one task alone: there is nothing to hold it against");
        }
        protocol.filter(wanted -> scores.stream().noneMatch(s -> s.protocol().equals(wanted)))
                .ifPresent(wanted -> {
                    throw new CarryoverException(
                            ErrorCode.INVALID_REQUEST, "protocol: no score has '%s'".formatted(wanted));
                });
        List<String> competing = protocol.isPresent() ? List.of() : RankingAnalysis.competing(table);
        Optional<String> ranked = protocol.or(() -> competing.stream().findFirst());
        List<String> notes = competing.isEmpty()
                ? List.of()
                : List.of("ranked are the numbers of %s; those of %s share no rank with them"
                        .formatted(competing.getFirst(), String.join(" and ", competing.subList(1, competing.size()))));
        return new Possible(reference.map(wanted -> named(table, wanted)).orElseGet(() -> usual(table)), ranked, notes);
    }

    private static String named(ScoreTable table, String wanted) {
        try {
            return ReferenceCorrelations.named(Panels.of(table), wanted).name();
        } catch (IllegalArgumentException e) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, "reference: " + e.getMessage(), e);
        }
    }

    private static String usual(ScoreTable table) {
        return table.columns().stream()
                .max(Comparator.comparing(Column::source)
                        .thenComparing(
                                column -> column.source() && column.key().task().equals("linear"))
                        .thenComparing(column -> column.models().size())
                        .thenComparing(column -> column.key().task().equals("linear"))
                        // Of equals the first by name.
                        .thenComparing(column -> column.key().toString(), Comparator.reverseOrder()))
                .orElseThrow()
                .key()
                .toString();
    }
}
