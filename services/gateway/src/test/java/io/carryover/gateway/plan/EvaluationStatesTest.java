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
        "false, true, false, false, planning, false",
        "false, true, true, true, planning, false",
        "false, false, true, false, running, false",
        "false, false, true, true, running, false",
        "false, false, false, false, completed, true",
        "false, false, false, true, completed-with-failures, true",
        "true, false, false, false, cancelled, true",
        "true, true, true, true, cancelled, true",
    })
    void fromTheCells(
            boolean cancelled, boolean waiting, boolean planned, boolean failed, String state, boolean ended) {
        assertThat(EvaluationStates.of(cancelled, waiting, planned, failed)).isEqualTo(state);
        assertThat(EvaluationStates.ended(state)).isEqualTo(ended);
    }
}
