/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carryover.contracts.published.StudyTables;
import io.carryover.contracts.result.Interval;
import io.carryover.results.export.BoardCsv;
import io.carryover.results.export.BoardTable;
import io.carryover.results.export.Latex;
import io.carryover.results.export.Markdown;
import io.carryover.results.export.TableCsv;
import io.carryover.results.export.TableExports;
import io.carryover.results.fixture.Tables;
import io.carryover.results.imported.TableBoard.Uncertainty;
import io.carryover.results.store.ResultFilter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableBoardsTest {
    private static final RankedTable STUDY =
            RankedTable.of(Tables.study("study")).getFirst();
    private static final String WARNING = "published segmentation is suspect";

    @Test
    void theStudysTablesAreEightSettingsBesideImagenet() {
        TableBoard board = board(STUDY, Optional.empty());

        assertThat(board.columns())
                .extracting(TableBoard.Column::title)
                .containsExactly(
                        "imagenet",
                        "linear probe",
                        "fine-tuned",
                        "few-shot",
                        "few-shot, far (CD-FSL)",
                        "detection, frozen",
                        "detection, fine-tuned",
                        "surface normals",
                        "segmentation");
        assertThat(board.columns())
                .filteredOn(column -> column.caveat().isPresent())
                .extracting(TableBoard.Column::title)
                .containsExactly("segmentation");
        assertThat(board.columns()).filteredOn(TableBoard.Column::source).hasSize(1);
        assertThat(board.columns())
                .extracting(TableBoard.Column::detail)
                .contains("mean over 11 datasets, accuracy %", "AP50 %");
        assertThat(board.rows()).hasSize(14);
        assertThat(board.rows()).allSatisfy(row -> assertThat(
                        row.withoutSegmentation().orElseThrow().value())
                .isNotEqualTo(row.meanRank().orElseThrow().value()));
        assertThat(board.rows())
                .extracting(row -> row.meanRank().orElseThrow().value())
                .isSorted();
        assertThat(board.settings()).extracting(TableBoard.Setting::id).last().isEqualTo(TableBoards.OTHERS);
        assertThat(board.notes())
                .anyMatch(note -> note.startsWith("Published segmentation is suspect"))
                .anyMatch(note -> note.contains("no difference is shown to be separable in")
                        && note.contains("detection, frozen"))
                .anyMatch(note -> note.contains("linear:voc2007:"));
    }

    /** The study prints the means, too, rounded to two decimals. */
    @Test
    void theMeanOfASettingIsTheOneThatIsPrinted() {
        TableBoard board = board(STUDY, Optional.empty());
        List<String> printed = StudyTables.text("table1_many_shot_linear")
                .lines()
                .filter(line -> line.contains("average-11"))
                .toList();

        assertThat(printed).hasSize(14).allSatisfy(line -> {
            String[] fields = line.split(",", -1);
            assertThat(cell(board, fields[0], "setting:linear").value())
                    .isCloseTo(Double.parseDouble(fields[3]), within(0.0101));
        });
    }

    @Test
    void aSettingOpensToItsDatasetsAndSaysWhereNothingIsKnownOfUncertainty() {
        TableBoard board = board(STUDY, Optional.of("linear"));

        assertThat(board.columns()).hasSize(12);
        assertThat(board.columns().getFirst().uncertainty()).isEqualTo(Uncertainty.PARTLY);
        TableBoard.Column voc = board.columns().stream()
                .filter(column -> column.title().equals("voc2007"))
                .findFirst()
                .orElseThrow();
        assertThat(voc.uncertainty()).isEqualTo(Uncertainty.NONE);
        assertThat(cell(board, "supervised", voc.id()).notSeparable()).isEmpty();
        assertThat(cell(board, "supervised", "linear:aircraft:mean_per_class_accuracy:published")
                        .ci95()
                        .map(Interval::method))
                .contains("wilson-all-images");
        TableBoard.Cell pets = cell(board, "supervised", "linear:cifar10:top1:published");
        assertThat(pets.ci95().map(Interval::method)).contains("wilson");
        assertThat(pets.ci95().orElseThrow().lo()).isLessThan(pets.value());
        assertThat(board.rows().getFirst().cells().get("setting:linear")).isNotNull();
        assertThat(cell(board, board.rows().getFirst().model(), "setting:linear")
                        .rank())
                .isEqualTo(1);
    }

    @Test
    void printedIntervalsAreShownAsPrintedAndTellTheBestApart() {
        TableBoard board = board(STUDY, Optional.of("few-shot"));
        String aircraft = "few-shot-5w20s15q:aircraft:accuracy:published";

        Interval insdis = cell(board, "insdis", aircraft).ci95().orElseThrow();
        assertThat(insdis).isEqualTo(new Interval(47.74, 49.6, "printed-episodes"));
        TableBoard.Row best = board.rows().stream()
                .filter(row -> cell(row, aircraft).rank() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(cell(best, aircraft).notSeparable()).contains(true);
        assertThat(board.rows())
                .filteredOn(row -> cell(row, aircraft).ci95().orElseThrow().hi()
                        < cell(best, aircraft).ci95().orElseThrow().lo())
                .isNotEmpty()
                .allSatisfy(
                        row -> assertThat(cell(row, aircraft).notSeparable()).contains(false));
        // 50 shots lack three datasets: shown, and no part of the rank.
        assertThat(board.columns())
                .filteredOn(column -> column.task().equals("few-shot-5w50s15q"))
                .isNotEmpty()
                .noneMatch(TableBoard.Column::counted);
    }

    @Test
    void aDatasetHasTheColumnsOfAllItsTasks() {
        TableBoard board = TableBoards.of(
                STUDY,
                new ResultFilter(Optional.of("swav"), Optional.of("pets"), Optional.empty(), Optional.empty()),
                Optional.empty());

        assertThat(board.columns())
                .extracting(TableBoard.Column::task)
                .containsExactly("linear", "finetune", "few-shot-5w5s15q", "few-shot-5w20s15q", "few-shot-5w50s15q");
        assertThat(board.rows()).extracting(TableBoard.Row::model).containsExactly("swav");
    }

    @Test
    void protocolsOfOneTableShareNoBoard() {
        List<RankedTable> tables = RankedTable.of(Tables.mine(0, """
                model,task,dataset,metric,value,protocol
                a,linear,pets,top1,50,study/1
                a,linear,pets,top1,60,converged/1
                """));

        assertThat(tables).extracting(RankedTable::protocol).containsExactly("study/1", "converged/1");
        assertThat(tables)
                .allSatisfy(table -> assertThat(board(table, Optional.empty()).rows())
                        .singleElement()
                        .satisfies(row -> assertThat(row.cells()).hasSize(1)));
    }

    @Test
    void aModelThatLacksANumberIsNamedAndNotRanked() {
        TableBoard board = board(RankedTable.of(Tables.mine(0, """
                                model,task,dataset,metric,value
                                a,linear,pets,top1,50
                                b,linear,pets,top1,60
                                c,linear,pets,top1,70
                                a,linear,cars,top1,50
                                b,linear,cars,top1,60
                                """)).getFirst(), Optional.empty());

        assertThat(board.rows()).extracting(TableBoard.Row::model).containsExactly("b", "a");
        assertThat(board.notes()).contains("c isn't ranked: it lacks linear:cars:top1:unstated.");
    }

    @Test
    void numbersThatNoSettingHasAreShownUnranked() {
        TableBoard board = board(
                RankedTable.of(Tables.mine(0, "model,task,dataset,metric,value\na,knn,pets,top1,50\n"))
                        .getFirst(),
                Optional.empty());

        assertThat(board.columns()).singleElement().satisfies(column -> assertThat(column.counted())
                .isFalse());
        assertThat(board.rows().getFirst().meanRank()).isEmpty();
        assertThat(board.notes()).anyMatch(note -> note.startsWith("Not ranked over settings: "));
    }

    @Test
    void everyExportCarriesTheWarningAndMarksWhatIsNotSeparable() {
        TableBoard board = board(STUDY, Optional.empty());
        BoardTable table = TableExports.of(board);

        String latex = Latex.of(List.of(table));
        assertThat(latex)
                .contains("\\label{tab:carryover-published-study}")
                .contains("without segmentation")
                .contains("\\textbf{");
        assertThat(latex.lines().filter(line -> line.startsWith("\\caption")).findFirst())
                .hasValueSatisfying(caption -> assertThat(caption).contains(WARNING));
        assertThat(Markdown.of(List.of(table))).contains(WARNING).contains("segmentation (suspect)");
        List<String> csv =
                (BoardCsv.HEADER_LINE + TableCsv.lines(board)).lines().toList();
        assertThat(csv).hasSize(1 + 14 * 9);
        assertThat(csv)
                .filteredOn(line -> line.contains("setting:segmentation"))
                .hasSize(14)
                .allMatch(line -> line.contains(WARNING) && line.contains(",published,"));
        assertThat(csv).filteredOn(line -> line.contains("setting:linear")).noneMatch(line -> line.contains(WARNING));
    }

    private static TableBoard board(RankedTable table, Optional<String> setting) {
        return TableBoards.of(table, ResultFilter.ALL, setting);
    }

    private static TableBoard.Cell cell(TableBoard board, String model, String column) {
        return cell(
                board.rows().stream()
                        .filter(row -> row.model().equals(model))
                        .findFirst()
                        .orElseThrow(),
                column);
    }

    private static TableBoard.Cell cell(TableBoard.Row row, String column) {
        return Objects.requireNonNull(row.cells().get(column));
    }
}
