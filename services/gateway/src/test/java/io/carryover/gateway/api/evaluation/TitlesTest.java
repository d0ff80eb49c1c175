/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.api.TaskRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TitlesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "linear:digits",
                "linear:digits:converged",
                "linear:digits:mean-per-class",
                "linear:digits:mean-per-class:converged",
                "few-shot:digits:5w5s",
                "few-shot:digits:5w20s:converged",
                "few-shot:digits:10w1s5q",
                "few-shot:digits:5w50s:converged",
                "knn:digits",
                "knn-study:digits",
                "label-efficiency:digits",
                "label-efficiency:digits:20",
                "label-efficiency:digits:20:mean-per-class",
            })
    void aTitleIsTheTextThatTheCommandReads(String text) {
        assertThat(Titles.of(TaskRequest.parse(text))).isEqualTo(text);
    }
}
