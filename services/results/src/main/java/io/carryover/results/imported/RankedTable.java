/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.imported;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.protocols.analysis.Measure;
import io.carryover.protocols.analysis.RankedSetting;
import io.carryover.protocols.analysis.Ranking;
import io.carryover.protocols.analysis.RankingAnalysis;
import io.carryover.protocols.analysis.Score;
import io.carryover.protocols.analysis.ScoreTable;
import io.carryover.protocols.stats.Normal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The numbers that a table has of one protocol, ranked over the settings of the study. Another protocol of the same table is another of these:
 * the two share no column and no rank.
 *
 * @param ranking nothing where no setting of the study is there, or not in one column for each dataset
 * @param unranked why there is no ranking; empty where there is one
 */
public record RankedTable(
        ImportedTable table,
        String protocol,
        List<Score> scores,
        ScoreTable columns,
        Optional<Ranking> ranking,
        String unranked) {
    /** Of all draws: the same board for everyone. */
    private static final long SEED = 0;

    /** One for each protocol of {@code table}. */
    public static List<RankedTable> of(ImportedTable table) {
        return scores(table).stream()
                .collect(Collectors.groupingBy(Score::protocol, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(e -> ranked(table, e.getKey(), e.getValue()))
                .toList();
    }

    private static RankedTable ranked(ImportedTable table, String protocol, List<Score> scores) {
        ScoreTable columns = ScoreTable.of(scores);
        try {
            Ranking ranking = RankingAnalysis.of(columns, SEED);
            return ranking.settings().isEmpty()
                    ? new RankedTable(
                            table,
                            protocol,
                            scores,
                            columns,
                            Optional.empty(),
                            "no model has a number in every column that counts in a setting of the study")
                    : new RankedTable(table, protocol, scores, columns, Optional.of(ranking), "");
        } catch (CarryoverException e) {
            return new RankedTable(table, protocol, scores, columns, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Its numbers.
     *
     * @throws CarryoverException INVALID_REQUEST for a unit that isn't known
     */
    public static List<Score> scores(ImportedTable table) {
        return table.columns().stream()
                .flatMap(List::stream)
                .flatMap(column -> {
                    Measure measure = new Measure(unit(column.unit()), column.higherIsBetter(), column.items());
                    return column.cells().stream().map(cell -> score(column, measure, cell));
                })
                .toList();
    }

    private static Score score(ImportedTable.Column column, Measure measure, ImportedTable.Cell cell) {
        double lo = cell.ci95().map(ImportedTable.Ends::lo).orElse(Double.NaN);
        double hi = cell.ci95().map(ImportedTable.Ends::hi).orElse(Double.NaN);
        return new Score(
                cell.model(),
                column.task(),
                column.dataset(),
                column.metric(),
                column.protocol(),
                cell.seed(),
                cell.value(),
                cell.decimals(),
                measure,
                cell.n(),
                (hi - lo) / (2 * Normal.Z975),
                column.role().equals("source"),
                column.provenance(),
                lo,
                hi);
    }

    private static Measure.Unit unit(String name) {
        return switch (name) {
            case "percent" -> Measure.Unit.PERCENT;
            case "fraction" -> Measure.Unit.FRACTION;
            case "degrees" -> Measure.Unit.DEGREES;
            case "plain" -> Measure.Unit.PLAIN;
            default -> throw new CarryoverException(ErrorCode.INVALID_REQUEST, "no unit '%s'".formatted(name));
        };
    }

    /** The settings that it is ranked in. */
    List<RankedSetting> settings() {
        return ranking.map(Ranking::settings).orElse(List.of());
    }

    /** Place of every ranked model in the ranking's lists. */
    Map<String, Integer> places() {
        Map<String, Integer> places = new LinkedHashMap<>();
        ranking.ifPresent(r -> r.models().forEach(model -> places.put(model, places.size())));
        return places;
    }
}
