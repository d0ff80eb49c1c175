/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.board.Board;
import io.carryover.results.board.Boards;
import io.carryover.results.board.ChosenColumns;
import io.carryover.results.board.Measured;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import io.carryover.results.pages.BoardPage.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoardPartsTest {
    /** 120 backbones on 20 tasks. */
    private static final Board LARGE = large();

    @Test
    void theFirstRowsAndColumnsStandOnAPage() {
        BoardParts.Shown shown = parts("", List.of(), 1).of(LARGE);

        assertThat(shown.rows()).isEqualTo(LARGE.rows().subList(0, 50));
        assertThat(shown.columns()).isEqualTo(LARGE.columns().subList(0, 12));
        assertThat(shown.part().chosen()).isEqualTo(12);
        assertThat(shown.part().previous()).isEmpty();
        assertThat(shown.part().next()).contains("/?dataset=digits&from=51");
    }

    @Test
    void otherRowsAreOneLinkAway() {
        BoardParts.Shown last = parts("", List.of(), 101).of(LARGE);

        assertThat(last.rows()).isEqualTo(LARGE.rows().subList(100, 120));
        assertThat(last.part().previous()).contains("/?dataset=digits&from=51");
        assertThat(last.part().next()).isEmpty();
        assertThat(parts("", List.of(), -3).of(LARGE).part().first()).isEqualTo(1);
        assertThat(parts("", List.of(), 9_999).of(LARGE).rows()).hasSize(1);
    }

    @Test
    void namesAreSearchedInAnyCaseAndRanksStay() {
        BoardParts.Shown shown = parts("B11", List.of(), 1).of(LARGE);

        assertThat(shown.rows())
                .extracting(Board.Row::label)
                .containsExactlyInAnyOrder(
                        "b11", "b110", "b111", "b112", "b113", "b114", "b115", "b116", "b117", "b118", "b119");
        assertThat(shown.rows().getFirst()).isSameAs(LARGE.rows().getFirst());
        assertThat(parts("nobody", List.of(), 1).of(LARGE).part().found()).isZero();
    }

    @Test
    void chosenColumnsStayInLinksAndUnknownOnesAreLeftOut() {
        String tag = ChosenColumns.tag(LARGE.columns().getLast());
        BoardParts.Shown shown = parts("b", List.of(tag, "gone"), 1).of(LARGE);

        assertThat(shown.columns()).containsExactly(LARGE.columns().getLast());
        assertThat(shown.part().next()).contains("/?dataset=digits&q=b&columns=" + tag + "&columns=gone&from=51");
    }

    @Test
    void rowsStandInTheOrderThatWasAskedForAndLinksKeepIt() {
        Board.Column column = LARGE.columns().get(3);
        RowOrder byColumn = new RowOrder(ChosenColumns.tag(column));
        BoardParts.Shown shown = new BoardParts("", List.of(), 1, byColumn, List.of()).of(LARGE);

        assertThat(shown.rows().getFirst().label()).isEqualTo("b119");
        assertThat(shown.part().next()).contains("/?sort=" + ChosenColumns.tag(column) + "&from=51");
        assertThat(shown.part().orders())
                .filteredOn(RowOrder.Choice::chosen)
                .extracting(RowOrder.Choice::text)
                .containsExactly("digits · " + column.title());
        assertThat(new BoardParts("", List.of(), 1, new RowOrder("name"), List.of())
                        .of(LARGE)
                        .rows())
                .extracting(Board.Row::label)
                .startsWith("b0", "b1", "b10", "b100");
        assertThat(new BoardParts("", List.of(), 1, new RowOrder("gone"), List.of())
                        .of(LARGE)
                        .part()
                        .orders()
                        .getFirst())
                .isEqualTo(new RowOrder.Choice("", "mean rank", true));
    }

    private static BoardParts parts(String search, List<String> columns, int from) {
        return new BoardParts(search, columns, from, RowOrder.MEAN_RANK, List.of(new Kept("dataset", "digits")));
    }

    private static Board large() {
        List<ResultRecord> records = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            for (int shots = 1; shots <= 20; shots++) {
                records.add(Records.fewShot(
                        Records.checkpoint("b" + i, "b" + i), DemoResults.DIGITS, shots, 50 + i / 10.0, 1));
            }
        }
        return Boards.of(records.stream().map(Measured::of).toList(), Optional.empty(), Boards.RankIntervals.NONE);
    }
}
