/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationStatesTest {
    @ParameterizedTest
    @CsvSource({
        "false, 1, 0, 0, planning, false",
        "false, 1, 5, 2, planning, false",
        "false, 0, 1, 0, running, false",
        "false, 0, 1, 3, running, false",
        "false, 0, 0, 0, completed, true",
        "false, 0, 0, 1, completed-with-failures, true",
        "true,  0, 0, 0, cancelled, true",
        "true,  2, 2, 2, cancelled, true",
    })
    void fromTheCells(boolean cancelled, long waiting, long planned, long failed, String state, boolean ended) {
        assertThat(EvaluationStates.of(cancelled, waiting, planned, failed)).isEqualTo(state);
        assertThat(EvaluationStates.ended(state)).isEqualTo(ended);
    }
}
