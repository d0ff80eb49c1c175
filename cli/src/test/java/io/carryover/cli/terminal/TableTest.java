/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void alignsNumbersToTheRight() {
        var table = new Table("NAME", ">SCORE", "NOTE");
        table.add(List.of("byol", "7.1", "–"));
        table.add(List.of("supervised", "89.45", ""));

        assertThat(table.lines())
                .containsExactly("NAME        SCORE  NOTE", "byol          7.1  –", "supervised  89.45");
    }

    @Test
    void refusesARowOfAnotherLength() {
        var table = new Table("A", "B");

        assertThatThrownBy(() -> table.add(List.of("x"))).hasMessage("1 cells for 2 columns");
    }
}
