/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.ResultRecord.BackboneFacts;
import io.carryover.results.board.Board.Cell;
import io.carryover.results.board.Board.Column;
import io.carryover.results.board.Board.Row;
import io.carryover.results.board.Boards.RankIntervals;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoardsTest {
    @Test
    void scoresEqualAsPrintedShareTheAverageRank() {
        Board board = board(linear("a", 90.001), linear("b", 90.004), linear("c", 91.0), linear("d", 89.0));

        assertThat(ranks(board)).containsExactly("c 1.0", "a 2.5", "b 2.5", "d 4.0");
    }

    @Test
    void scoresThatPrintDifferentlyDoNotTie() {
        Board board = board(linear("a", 90.004), linear("b", 90.006));

        assertThat(ranks(board)).containsExactly("b 1.0", "a 2.0");
        assertThat(cell(board, "b").printed()).isEqualTo("90.01");
    }

    @Test
    void equalWeightsTieAreMarkedAndTakeOnePlace() {
        Board board = board(
                Records.linear(Records.checkpoint("one", "w"), DemoResults.DIGITS, ProtocolId.STUDY, 95, 1, 900),
                Records.linear(Records.checkpoint("other", "w"), DemoResults.DIGITS, ProtocolId.STUDY, 95, 1, 900),
                linear("third", 94));

        assertThat(ranks(board)).containsExactly("one 1.0", "other 1.0", "third 2.0");
        assertThat(row(board, "one").sameWeightsAs()).containsExactly("other");
        assertThat(row(board, "other").sameWeightsAs()).containsExactly("one");
        assertThat(row(board, "third").sameWeightsAs()).isEmpty();
    }

    @Test
    void equalWeightsUnderAnotherRecipeAreMarkedButRankedByTheirOwnScore() {
        Board board = board(
                Records.linear(Records.checkpoint("one", "w"), DemoResults.DIGITS, ProtocolId.STUDY, 95, 1, 900),
                Records.linear(Records.checkpoint("other", "w"), DemoResults.DIGITS, ProtocolId.STUDY, 93, 1, 900),
                linear("third", 94));

        assertThat(ranks(board)).containsExactly("one 1.0", "third 2.0", "other 3.0");
        assertThat(row(board, "other").sameWeightsAs()).containsExactly("one");
    }

    @Test
    void equalWeightsAtAnotherSizeSayHowTheyWereUsed() {
        var small = Records.checkpoint("small", "w");
        var large = new BackboneFacts(
                "large", small.origin(), "large", small.tensors(), small.checkpoint(), "resnet50w8, 224 px");
        Board board = board(
                Records.linear(small, DemoResults.DIGITS, ProtocolId.STUDY, 95, 1, 900),
                Records.linear(large, DemoResults.DIGITS, ProtocolId.STUDY, 93, 1, 900));

        assertThat(row(board, "small").sameWeightsAs()).containsExactly("large (resnet50w8, 224 px)");
    }

    @Test
    void seedsOfAControlShareARowWithTheirMeanAndACombinedInterval() {
        Board board = Boards.of(measured(DemoResults.all()), Optional.empty(), RankIntervals.NONE);

        Row random = row(board, "random");
        assertThat(random.digests()).hasSize(1);
        assertThat(random.note().orElseThrow()).startsWith("Control: an untrained network");
        Cell fashion = random.cells().get(board.columns().getFirst().id());
        assertThat(fashion).isNotNull();
        assertThat(fashion.printed()).isEqualTo("72.87");
        assertThat(fashion.seeds()).extracting(Board.Seed::label).containsExactly("seed 0", "seed 1", "seed 2");
        assertThat(fashion.seeds()).extracting(Board.Seed::value).containsExactly(71.60, 73.15, 73.85);
        assertThat(fashion.ci95().method()).isEqualTo("seeds");
    }

    @Test
    void sourceColumnsStandFirstAndAreNotCounted() {
        Board board = Boards.of(measured(DemoResults.all()), Optional.empty(), RankIntervals.NONE);

        assertThat(board.columns())
                .extracting(column -> column.dataset().name() + " " + column.title() + " " + column.counted())
                .containsExactly(
                        "fashion-mnist linear probe false",
                        "digits linear probe true",
                        "digits 5-way 5-shot true",
                        "digits 5-way 20-shot true");
        assertThat(board.rows().stream().map(r -> r.label() + " " + meanRank(r)))
                .containsExactly(
                        "simclr 1.00",
                        "simclr-again 1.00",
                        "supervised 3.00",
                        "mocov2 3.50",
                        "pixels 3.67",
                        "swav 4.17",
                        "byol 5.67",
                        "random 7.00");
        assertThat(board.notes().getFirst())
                .isEqualTo(
                        "fashion-mnist is the source: the backbones were trained on it, so it isn't counted in the mean"
                                + " rank. Its validation images were seen in pretraining.");
    }

    @Test
    void aMissingCellTakesTheMeanRankAndTheOthersAreRankedWithoutThatRow() {
        Board board = board(linear("a", 90), linear("b", 95), linear("c", 80), fewShot("a", 70), fewShot("c", 60));

        assertThat(board.rows().stream().map(r -> r.label() + " " + meanRank(r)))
                .containsExactly("a 1.00", "c 2.00", "b -");
        assertThat(cell(board, "a").rank()).isEqualTo(2.0);
        assertThat(board.notes())
                .contains(
                        "The mean rank is over 2 target columns, among the 2 of 3 backbones that have every one of them.");
    }

    @Test
    void aColumnThatFewHaveIsNotCounted() {
        Board board = board(linear("a", 90), linear("b", 95), linear("c", 80), fewShot("c", 60));

        assertThat(board.rows().stream().map(r -> r.label() + " " + meanRank(r)))
                .containsExactly("b 1.00", "a 2.00", "c 3.00");
        assertThat(board.notes())
                .contains(
                        "Not counted in the mean rank, as fewer than half of the backbones have it: digits 5-way 5-shot.");
    }

    @Test
    void protocolsNeverShareAColumn() {
        Board board = board(
                linear("a", 90),
                Records.linear(Records.checkpoint("a", "a"), DemoResults.DIGITS, ProtocolId.CONVERGED, 91, 1, 900));

        assertThat(board.columns())
                .extracting(Column::protocol)
                .containsExactly(ProtocolId.STUDY, ProtocolId.CONVERGED);
        assertThat(board.rows().getFirst().cells().values())
                .extracting(Cell::printed)
                .containsExactly("90.00", "91.00");
    }

    @Test
    void aColumnOfAnotherEngineAloneStandsOnTheSameBoardAndAColumnOfTwoShowsOne() {
        ResultRecord[] records = {
            linear("a", 90),
            linear("b", 91),
            Records.variant(fewShot("a", 60), Variant.PYTORCH_CPU),
            Records.variant(linear("a", 89), Variant.PYTORCH_CPU)
        };
        Board board = board(records);

        assertThat(board.variant()).isEqualTo(Variant.ONNX_CPU.id());
        assertThat(board.columns()).hasSize(2);
        assertThat(row(board, "a").cells().values()).extracting(Cell::printed).containsExactly("90.00", "60.00");
        assertThat(board.otherVariants()).containsExactly(Variant.PYTORCH_CPU.id());
        assertThat(board.notes()).contains("Columns that onnx-fp32-cpu can't give are of pytorch-fp32-cpu.");
        Board wanted = Boards.of(measured(List.of(records)), Optional.of(Variant.PYTORCH_CPU.id()), RankIntervals.NONE);
        assertThat(wanted.rows()).extracting(Row::label).containsExactly("a");
        assertThat(row(wanted, "a").cells().values()).extracting(Cell::printed).containsExactly("89.00", "60.00");
    }

    @Test
    void smallerIsBetterWhereTheScoreSaysSo() {
        assertThat(ColumnRanks.of(
                        List.of(
                                new ColumnRanks.Entry("far", Printed.round(30, "degrees"), "1"),
                                new ColumnRanks.Entry("near", Printed.round(20, "degrees"), "2")),
                        false))
                .containsEntry("near", 1.0)
                .containsEntry("far", 2.0);
    }

    @Test
    void nothingMeasuredIsAnEmptyBoard() {
        Board board = Boards.of(List.of(), Optional.empty(), RankIntervals.NONE);

        assertThat(board.columns()).isEmpty();
        assertThat(board.rows()).isEmpty();
    }

    @Test
    void twoBackbonesOfOneNameAreTwoRows() {
        ResultRecord one = linear("a", 90);
        ResultRecord again =
                Records.linear(Records.checkpoint("b", "b"), DemoResults.DIGITS, ProtocolId.STUDY, 80, 1, 900);
        ResultRecord renamed = new ResultRecord(
                again.version(),
                again.key(),
                0,
                one.backbone(),
                again.dataset(),
                again.job(),
                again.output(),
                again.artifacts(),
                again.provenance(),
                again.featureProvenance(),
                again.at());

        assertThat(board(one, renamed).rows())
                .extracting(Row::label)
                .containsExactly(
                        "a (" + one.key().backbone().brief() + ")",
                        "a (" + renamed.key().backbone().brief() + ")");
    }

    private static ResultRecord linear(String name, double value) {
        return Records.linear(Records.checkpoint(name, name), DemoResults.DIGITS, ProtocolId.STUDY, value, 1, 900);
    }

    private static ResultRecord fewShot(String name, double value) {
        return Records.fewShot(Records.checkpoint(name, name), DemoResults.DIGITS, 5, value, 0.4);
    }

    private static Board board(ResultRecord... records) {
        return Boards.of(measured(List.of(records)), Optional.empty(), RankIntervals.NONE);
    }

    private static List<Measured> measured(List<ResultRecord> records) {
        return records.stream().map(Measured::of).toList();
    }

    private static List<String> ranks(Board board) {
        List<String> texts = new ArrayList<>();
        board.rows()
                .forEach(row -> texts.add(row.label() + " "
                        + row.cells().values().iterator().next().rank()));
        return texts;
    }

    private static Row row(Board board, String label) {
        return board.rows().stream()
                .filter(r -> r.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static Cell cell(Board board, String label) {
        Cell cell = row(board, label).cells().get(board.columns().getFirst().id());
        assertThat(cell).isNotNull();
        return java.util.Objects.requireNonNull(cell);
    }

    private static String meanRank(Row row) {
        return row.meanRank().map(rank -> Printed.text(rank, "percent")).orElse("-");
    }
}
