/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.board.Board;
import io.carryover.results.board.Boards;
import io.carryover.results.board.ChosenColumns;
import io.carryover.results.board.Measured;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoardPartTest {
    private static final Board DEMO = board(DemoResults.all());

    @Test
    void aSmallBoardComesWhole() {
        BoardPart.Shown shown = new BoardPart().of(DEMO);

        assertThat(shown.rows()).isEqualTo(DEMO.rows());
        assertThat(shown.columns()).isEqualTo(DEMO.columns());
        assertThat(shown.next()).isEmpty();
    }

    @Test
    void pagesJoinToTheWholeBoard() {
        List<Board.Row> rows = new ArrayList<>();
        BoardPart part = part(3);
        BoardPart.Shown shown = part.of(DEMO);
        rows.addAll(shown.rows());
        while (shown.next().isPresent()) {
            part = part(3);
            part.cursor = shown.next().get();
            shown = part.of(DEMO);
            rows.addAll(shown.rows());
        }

        assertThat(rows).isEqualTo(DEMO.rows());
    }

    @Test
    void aPageHasNoMoreNumbersThanItMay() {
        List<ResultRecord> records = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            for (int shots = 1; shots <= 20; shots++) {
                records.add(Records.fewShot(
                        Records.checkpoint("b" + i, "b" + i), DemoResults.DIGITS, shots, 50 + i / 100.0, 1));
            }
        }

        assertThat(new BoardPart().of(board(records)).rows()).hasSize(500);
        BoardPart one = new BoardPart();
        one.columns = List.of(board(records).columns().getFirst().id());
        assertThat(one.of(board(records)).rows()).hasSize(700);
    }

    @Test
    void aCursorFollowsItsRow() {
        BoardPart part = part(3);
        part.cursor = part.of(DEMO).next().orElseThrow();
        List<ResultRecord> more = new ArrayList<>(DemoResults.all());
        for (int shots : new int[] {5, 20}) {
            more.add(Records.fewShot(Records.checkpoint("new", "new"), DemoResults.DIGITS, shots, 99, 0.1));
        }
        more.add(Records.linear(Records.checkpoint("new", "new"), DemoResults.DIGITS, ProtocolId.STUDY, 99, 1, 898));
        Board grown = board(more);

        assertThat(grown.rows().getFirst().label()).isEqualTo("new");
        assertThat(part.of(grown).rows().getFirst().label())
                .isEqualTo(DEMO.rows().get(3).label());
    }

    @Test
    void columnsAreChosenByIdOrTagAndRanksStay() {
        Board.Column second = DEMO.columns().get(1);
        Board.Column last = DEMO.columns().getLast();
        BoardPart part = new BoardPart();
        part.columns = List.of(last.id() + "," + ChosenColumns.tag(second));

        assertThat(part.of(DEMO).columns()).containsExactly(second, last);
        assertThat(BoardView.of(DEMO, part.of(DEMO)).rows().getFirst().meanRank())
                .isEqualTo(DEMO.rows().getFirst().meanRank());
    }

    @Test
    void wrongPartsAreRefused() {
        BoardPart column = new BoardPart();
        column.columns = List.of("nothing");
        assertThatThrownBy(() -> column.of(DEMO))
                .isInstanceOf(CarryoverException.class)
                .hasMessage("columns: this board has no column 'nothing'");
        assertThatThrownBy(() -> part(0).of(DEMO)).hasMessage("limit 0, must be 1 to 1000");
        BoardPart cursor = new BoardPart();
        cursor.cursor = "!";
        assertThatThrownBy(() -> cursor.of(DEMO)).hasMessage("not a cursor of this board: '!'");
    }

    private static BoardPart part(int limit) {
        BoardPart part = new BoardPart();
        part.limit = limit;
        return part;
    }

    private static Board board(List<ResultRecord> records) {
        return Boards.of(records.stream().map(Measured::of).toList(), Optional.empty(), Boards.RankIntervals.NONE);
    }
}
