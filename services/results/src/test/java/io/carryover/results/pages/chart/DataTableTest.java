/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.results.pages.chart.DataTable.Cell;
import io.carryover.results.pages.chart.DataTable.Head;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables as files. */
class DataTableTest {
    private static final List<Head> HEADS =
            List.of(Head.text("Model", "model"), Head.number("r", "r"), Head.interval("95 %", "ci95"));

    @Test
    void numbersKeepTheirPrecisionAndNamesStayTexts() {
        var table = new DataTable(
                "t", "", HEADS, List.of(List.of(Cell.text("=x, y"), Cell.number(-1.0 / 3, 2), Cell.none("none", 2))));

        assertThat(table.csv()).isEqualTo("model,r,ci95_lo,ci95_hi\r\n\"'=x, y\",-0.3333333333333333,,\r\n");
        assertThat(table.rows().getFirst().get(1).text()).isEqualTo("-0.33");
    }

    @Test
    void aCaveatStandsOnEveryLine() {
        var table = new DataTable(
                "t", "mind", HEADS, List.of(List.of(Cell.text("m"), Cell.number(1, 0), Cell.interval(0, 2, 1))));

        assertThat(table.csv()).isEqualTo("model,r,ci95_lo,ci95_hi,caveat\r\nm,1.0,0.0,2.0,mind\r\n");
    }

    @Test
    void nothingRoundsToLessThanNothing() {
        assertThat(Cell.number(-0.001, 2).text()).isEqualTo("0.00");
    }
}
