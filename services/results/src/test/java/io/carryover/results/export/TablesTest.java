/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.ResultRecord.BackboneFacts;
import io.carryover.results.board.Board;
import io.carryover.results.board.Boards;
import io.carryover.results.board.Boards.RankIntervals;
import io.carryover.results.board.Measured;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TablesTest {
    @Test
    void markdownOfTheDemo() {
        String text = Markdown.of(BoardTable.of(board(DemoResults.all())));

        assertThat(text)
                .startsWith("### Leaderboard, protocol study/1\n")
                .contains("Protocol study/1, features onnx-fp32-cpu.")
                .contains("95 % intervals of their scores overlap")
                .contains(
                        "| Backbone | Mean rank | fashion-mnist (source)<br>linear probe<br>top-1 % | digits<br>linear probe<br>top-1 % |")
                .contains(
                        "| simclr | 1.00 | 83.00 \\[81.40, 84.60\\]<sup>d</sup> | **96.11** \\[94.71, 97.51\\]<sup>d</sup> |")
                .contains("| random (control) | 7.00 |")
                .contains("**90.27** ±0.42<sup>a</sup>")
                .contains("- <sup>a</sup> 1.96·sd/√episodes: Monte-Carlo error")
                .contains("- simclr: same weights as simclr-again.")
                .contains("- digits: Alpaydin, Kaynak");
    }

    @Test
    void latexOfTheDemo() {
        String text = Latex.of(BoardTable.of(board(DemoResults.all())));

        assertThat(text)
                .contains("\\caption{Protocol study/1, features onnx-fp32-cpu.")
                .contains("\\begin{tabular}{lrrrrr}\n\\toprule\n")
                .contains("Backbone & Mean rank & top-1 \\% & top-1 \\%")
                .contains(
                        "simclr & 1.00 & 83.00 {\\scriptsize [81.40, 84.60]$^{d}$} & \\textbf{96.11} {\\scriptsize [94.71, 97.51]$^{d}$}")
                .contains("\\textbf{90.27} {\\scriptsize $\\pm$0.42$^{a}$}")
                .contains("sd/$\\surd$episodes")
                .contains("\\label{tab:carryover-study-1}");
        assertThat(text.chars().filter(c -> c == '{').count())
                .isEqualTo(text.chars().filter(c -> c == '}').count());
    }

    @Test
    void protocolsAreTablesOfTheirOwnAndAMeanRankOverBothStandsInNeither() {
        List<BoardTable> tables = BoardTable.of(board(List.of(
                linear("a", ProtocolId.STUDY, 90),
                linear("a", ProtocolId.CONVERGED, 91),
                linear("b", ProtocolId.CONVERGED, 92))));

        assertThat(tables)
                .extracting(BoardTable::title)
                .containsExactly("Leaderboard, protocol study/1", "Leaderboard, protocol converged/1");
        assertThat(tables).noneMatch(BoardTable::meanRank);
        assertThat(tables.getFirst().lines()).extracting(BoardTable.Line::name).containsExactly("a");
        assertThat(tables).allSatisfy(table -> assertThat(table.caption())
                .startsWith(table.title().replace("Leaderboard, protocol", "Protocol")));
    }

    @Test
    void whatWasNotMeasuredIsADash() {
        Board board = board(List.of(
                linear("a", ProtocolId.STUDY, 90),
                linear("b", ProtocolId.STUDY, 80),
                Records.fewShot(Records.checkpoint("a", "a"), DemoResults.DIGITS, 5, 70, 0.4)));

        assertThat(Markdown.of(BoardTable.of(board))).contains("| b | – | 80.00 \\[79.00, 81.00\\]<sup>b</sup> | – |");
        assertThat(Latex.of(BoardTable.of(board)))
                .contains("b & \\textendash{} & 80.00 {\\scriptsize [79.00, 81.00]$^{b}$} & -- \\\\");
    }

    @Test
    void textsStayTexts() {
        assertThat(Markdown.escaped("a|b *c* <i> [x](y) `z`\nnext"))
                .isEqualTo("a\\|b \\*c\\* \\<i\\> \\[x\\](y) \\`z\\` next");
        assertThat(Latex.escaped("50% of $5_a & {b} #1 \\input ~^ a--b---c “q” 64×64"))
                .isEqualTo(
                        "50\\% of \\$5\\_a \\& \\{b\\} \\#1 \\textbackslash{}input \\textasciitilde{}\\textasciicircum{}"
                                + " a-{}-b-{}-{}-c \\textquotedblleft{}q\\textquotedblright{} 64$\\times$64");
        assertThat(CsvLine.of(List.of("=1+1", "-x", -1.5, "a,\"b\"", "ok")))
                .isEqualTo("'=1+1,'-x,-1.5,\"a,\"\"b\"\"\",ok\r\n");
    }

    @Test
    void csvHasALinePerNumber() {
        String csv = BoardCsv.of(board(DemoResults.all()));

        assertThat(csv.lines()).hasSize(1 + 8 * 4);
        assertThat(csv.lines().map(line -> line.split(",", -1).length).distinct())
                .containsExactly(29);
        assertThat(csv).contains("digits,target,linear,top1,study/1,").contains(",71.6 73.15 73.85,");
    }

    @Test
    void modelIndexIsFrontMatter() {
        ResultRecord record = linear("a", ProtocolId.STUDY, 90);
        String yaml = YamlText.frontMatter(ModelIndex.of(
                List.of(record, Records.fewShot(Records.checkpoint("a", "a"), DemoResults.DIGITS, 5, 70, 0.4))));

        assertThat(yaml).startsWith("""
                ---
                model-index:
                  - name: "a"
                    results:
                      - task:
                          type: "image-classification"
                          name: "5-way 5-shot"
                        dataset:
                          name: "digits"
                          type: "digits"
                          config: "few-shot-5w5s15q, study/1, full, onnx-fp32-cpu, seed 0"
                          split: "all"
                """);
        assertThat(yaml)
                .contains("          - type: \"accuracy\"\n            value: 90.0\n")
                .endsWith("\n---\n");
    }

    @Test
    void nothingMeasured() {
        assertThat(Markdown.of(BoardTable.of(board(List.of())))).isEqualTo("Nothing has been measured yet.\n");
        assertThat(Latex.of(BoardTable.of(board(List.of())))).startsWith("% Nothing");
    }

    private static ResultRecord linear(String name, ProtocolId protocol, double value) {
        BackboneFacts backbone = Records.checkpoint(name, name);
        return Records.linear(backbone, DemoResults.DIGITS, protocol, value, 1, 900);
    }

    private static Board board(List<ResultRecord> records) {
        return Boards.of(records.stream().map(Measured::of).toList(), Optional.empty(), RankIntervals.NONE);
    }
}
