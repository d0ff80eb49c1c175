/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.board.Boards.RankIntervals;
import io.carryover.results.board.Separability.Rule;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SeparabilityTest {
    @Test
    void withoutIntervalsOfRanksThoseOfScoresDecide() {
        assertThat(names(RankIntervals.NONE, linear("best", 95, 1), linear("near", 93.5, 1), linear("far", 92.9, 1)))
                .isEqualTo("SCORES best near");
    }

    @Test
    void intervalsThatTouchDoNotSeparate() {
        assertThat(names(RankIntervals.NONE, linear("best", 95, 1), linear("touching", 93, 1)))
                .isEqualTo("SCORES best touching");
    }

    @Test
    void intervalsOfRanksDecideWhereEveryRowHasOne() {
        // Scores that overlap on different images may be far apart on the same ones.
        assertThat(names(
                        ranks(Map.of("best", "1-2", "near", "1-2", "far", "3-3")),
                        linear("best", 95, 1),
                        linear("near", 94.9, 1),
                        linear("far", 94.8, 1)))
                .isEqualTo("RANKS best near");
    }

    @Test
    void oneRowWithoutAnIntervalOfItsRankLeavesTheScores() {
        assertThat(names(
                        ranks(Map.of("best", "1-1", "near", "2-2")),
                        linear("best", 95, 1),
                        linear("near", 94, 1),
                        linear("late", 90, 1)))
                .isEqualTo("SCORES best near");
    }

    @Test
    void nothingIsMarkedWhereNothingIsCompared() {
        assertThat(names(RankIntervals.NONE, linear("alone", 95, 1))).isEqualTo("SCORES");
    }

    private static ResultRecord linear(String name, double value, double half) {
        return Records.linear(Records.checkpoint(name, name), DemoResults.DIGITS, ProtocolId.STUDY, value, half, 900);
    }

    private static RankIntervals ranks(Map<String, String> byName) {
        return (column, rows) -> {
            Map<String, Interval> intervals = new HashMap<>();
            rows.forEach((row, measured) -> {
                String range =
                        byName.get(measured.getFirst().record().backbone().name());
                if (range != null) {
                    String[] ends = range.split("-");
                    intervals.put(
                            row,
                            new Interval(
                                    Double.parseDouble(ends[0]), Double.parseDouble(ends[1]), "rank-bootstrap-images"));
                }
            });
            return intervals;
        };
    }

    private static String names(RankIntervals ranks, ResultRecord... records) {
        Board board = Boards.of(Stream.of(records).map(Measured::of).toList(), Optional.empty(), ranks);
        Separability found = Separability.of(board, board.columns().getFirst());
        List<String> names = board.rows().stream()
                .filter(row -> found.rows().contains(row.key()))
                .map(Board.Row::label)
                .toList();
        Rule rule = found.rule();
        return (rule + " " + String.join(" ", names)).strip();
    }
}
