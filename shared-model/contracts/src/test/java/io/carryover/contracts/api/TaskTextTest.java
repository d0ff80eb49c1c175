/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTextTest {
    @Test
    void everyKindHasItsForm() {
        assertThat(TaskRequest.parse("linear:d:mean-per-class:converged"))
                .isEqualTo(new TaskRequest.Linear("d", "converged", "mean-per-class"));
        assertThat(TaskRequest.parse("few-shot:d")).isEqualTo(new TaskRequest.FewShot("d", "study", 5, 5, 15, 600, 0));
        assertThat(TaskRequest.parse("few-shot:d:20w1s5q:converged"))
                .isEqualTo(new TaskRequest.FewShot("d", "converged", 20, 1, 5, 600, 0));
        assertThat(TaskRequest.parse("knn:d")).isEqualTo(new TaskRequest.Knn("d", "dino", "dino"));
        assertThat(TaskRequest.parse("knn-study:d")).isEqualTo(new TaskRequest.Knn("d", "dino", "study"));
        assertThat(TaskRequest.parse("label-efficiency:d"))
                .isEqualTo(new TaskRequest.LabelEfficiency("d", "converged", TaskRequest.DATASETS_OWN, 100));
        assertThat(TaskRequest.parse("label-efficiency:d:20:mean-per-class:converged"))
                .isEqualTo(new TaskRequest.LabelEfficiency("d", "converged", "mean-per-class", 20));
    }

    @Test
    void whatJsonLeavesOutIsTheUsual() {
        assertThat(Json.read("{\"kind\":\"knn\",\"dataset\":\"d\"}", TaskRequest.class))
                .isEqualTo(TaskRequest.parse("knn:d"));
        assertThat(Json.read("{\"kind\":\"label-efficiency\",\"dataset\":\"d\"}", TaskRequest.class))
                .isEqualTo(TaskRequest.parse("label-efficiency:d"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "knn",
                "knn:",
                "knn:d:study",
                "knn:d:20",
                "label-efficiency:d:study",
                "label-efficiency:d:0",
                "label-efficiency:d:top1:20",
                "few-shot:d:0w5s",
                "few-shot:d:5w0s",
                "few-shot:d:5w5s0q",
                "few-shot:d:5w5s:5q",
                "few-shot:d:5s5w",
                "linear:d:20",
                "detection:d",
            })
    void anythingElseIsRefusedWithTheFormsThatExist(String text) {
        assertThatThrownBy(() -> TaskRequest.parse(text))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TASK))
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("knn:digits");
    }
}
