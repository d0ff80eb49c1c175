/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.published.StudyTables;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsCsvTest {
    private static final String HEADER = "model,task,dataset,metric,value,n,ci95,seed\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ,linear,pets,top1,50,,,            | line 2, column 1 (model): no model
            a,linear,pets,top1,,,,             | line 2, column 5 (value): no value
            a,linear,pets,top1,120,,,          | line 2, column 5 (value): 120 lies outside 0 to 100 (percent)
            a,linear,pets,top1,-1,,,           | line 2, column 5 (value): -1 lies outside 0 to 100 (percent)
            a,linear,pets,top1,NaN,,,          | line 2, column 5 (value): 'NaN' is no number
            a,linear,pets,top1,fifty,,,        | line 2, column 5 (value): 'fifty' is no number
            a,linear,pets,miouu,50,,,          | line 2, column 4 (metric): 'miouu' isn't known: say its unit
            a,linear,pets,top1,50,1.5,,        | line 2, column 6 (n): 1.5 is no number of items
            a,linear,pets,top1,50,,-2,         | line 2, column 7 (ci95): a half width below 0: -2
            a,linear,pets,top1,50              | line 2, 5 fields where the header has 8
            "a,linear,pets,top1,50,,,          | line 2: a quote is opened and not closed
            """)
    void whatCannotBeTakenIsNamedByLineAndColumn(String line, String said) {
        assertRefused(HEADER + line + "\n", said);
    }

    @Test
    void aSecondValueIsRefusedAndTheFirstIsNamed() {
        assertRefused(
                HEADER + "a,linear,pets,top1,50,,,0\nb,linear,pets,top1,51,,,0\n\na,linear,pets,top1,52,,,0\n",
                "line 5, column 5 (value): a second value of a for linear:pets:top1:unstated, seed 0; the first is in line 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            model,task,dataset,metric             | line 1, there is no column 'value'
            model,task,dataset,metric,value,prot  | line 1, column 6: 'prot' is no column of results
            model,task,dataset,metric,value,model | line 1, column 6: 'model' stands there twice
            """)
    void headersAreHeldToTheFormat(String header, String said) {
        assertRefused(header + "\n", said);
    }

    @Test
    void filesWithoutAResultAreRefused() {
        assertRefused("", "line 1, no header");
        assertRefused(HEADER, "line 2, no result");
    }

    @Test
    void whatTheResultsServiceExportsIsRead() {
        List<Score> scores = ResultsCsv.read("r.csv", """
                result,backbone,origin,dataset,role,task,metric,protocol,grid,seed,variant,value,unit,higher_is_better,n,ci95_lo,ci95_hi,interval,revision,at,job\r
                ab,"my ""model"", 2",checkpoint,digits,target,linear,top1,study/1,full,0,onnx-fp32-cpu,91.6129,percent,true,900,89.6,93.25,wilson,1,2026-01-01T00:00:00Z,cd\r
                ac,'=x,checkpoint,fashion-mnist,source,linear,top1,study/1,small,1,onnx-fp32-cpu,50,percent,true,900,,,wilson,1,2026-01-01T00:00:00Z,cd\r
                """);

        assertThat(scores).hasSize(2);
        Score first = scores.getFirst();
        assertThat(first.model()).isEqualTo("my \"model\", 2");
        assertThat(first.protocol()).isEqualTo("study/1");
        assertThat(first.error()).isEqualTo((93.25 - 89.6) / 2 / 1.959963984540054);
        assertThat(first.source()).isFalse();
        assertThat(scores.getLast().model()).isEqualTo("=x");
        assertThat(scores.getLast().protocol()).isEqualTo("study/1, grid small");
        assertThat(scores.getLast().source()).isTrue();
        assertThat(scores.getLast().error()).isNaN();
    }

    /** Different protocols, versions or grids never share a column; seeds do, as their mean. */
    @Test
    void columnsAreOfOneProtocolVersionAndGrid() {
        ScoreTable table = ScoreTable.of(ResultsCsv.read("r.csv", """
                model,task,dataset,metric,value,protocol,grid,seed
                a,linear,pets,top1,50,study/1,full,0
                a,linear,pets,top1,51,study/2,full,0
                a,linear,pets,top1,52,converged/1,full,0
                a,linear,pets,top1,53,study/1,small,0
                a,linear,pets,top1,54,study/1,full,1
                """));

        assertThat(table.columns()).hasSize(4);
        assertThat(table.columns().getFirst().cell("a").orElseThrow().value()).isEqualTo(52);
    }

    private static void assertRefused(String text, String said) {
        assertThatThrownBy(() -> ResultsCsv.read("r.csv", text))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_RESULTS))
                .hasMessageStartingWith("r.csv, " + said);
    }

    @Test
    void theStudysTablesComeBackAsTheyWereWritten() {
        List<Score> scores = PublishedScores.of(StudyTables::text);

        assertThat(rounded(ResultsCsv.read("published", ResultsCsv.text(scores))))
                .isEqualTo(rounded(scores));
    }

    @Test
    void namesAndSmallNumbersComeBackAsTheyWereWritten() {
        var measure = Measure.stated("loss", "nats", false);
        var score = new Score(
                "a \"b\", c",
                "linear",
                "pets",
                "loss",
                "study/1, grid small",
                3,
                1.25e-7,
                9,
                measure,
                12,
                0.5,
                true,
                "measured");

        assertThat(rounded(ResultsCsv.read("r.csv", ResultsCsv.text(List.of(score)))))
                .isEqualTo(rounded(List.of(score)));
    }

    /** Errors go through a half width, which rounds them in a late digit. */
    private static List<Score> rounded(List<Score> scores) {
        return scores.stream()
                .map(s -> new Score(
                        s.model(),
                        s.task(),
                        s.dataset(),
                        s.metric(),
                        s.protocol(),
                        s.seed(),
                        s.value(),
                        s.decimals(),
                        s.measure(),
                        s.n(),
                        Double.isNaN(s.error()) ? Double.NaN : Math.rint(s.error() * 1e9) / 1e9,
                        s.source(),
                        s.provenance()))
                .toList();
    }
}
