/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComposeRulesTest {
    @Test
    void aServiceThatKeepsThemHasNoFinding() {
        assertThat(findings("image: a", "restart: on-failure:3", "environment: {A: \"1\"}"))
                .isEmpty();
    }

    @Test
    void namesWhatIsWrong() {
        assertThat(findings("restart: sometimes"))
                .contains("a: no image")
                .anyMatch(line -> line.contains("'sometimes'"));
        assertThat(findings("image: a", "enviroment: {A: b}")).containsExactly("a: unknown key enviroment");
        assertThat(findings("image: a", "environment: {A: 1}"))
                .singleElement()
                .asString()
                .contains("A is no text");
        assertThat(findings("image: a", "depends_on: {b: {condition: service_healthy}}"))
                .containsExactly("a: depends on b, which is no service");
        assertThat(findings("image: a", "depends_on: {a: {condition: service_healthy}}"))
                .containsExactly("a: waits for the health of a, which has no check");
        assertThat(findings("image: a", "volumes: [\"data:/data\"]"))
                .containsExactly("a: data is not among the volumes");
        assertThat(findings("image: a", "networks: [inside]")).containsExactly("a: inside is not among the networks");
        assertThat(findings("image: a", "healthcheck: {test: [CMD, b], interval: 5}"))
                .singleElement()
                .asString()
                .contains("'5'");
        assertThat(findings("image: a", "deploy: {resources: {limits: {cpu: \"1\"}}}"))
                .containsExactly("a.limits: unknown key cpu");
    }

    private static List<String> findings(String... lines) {
        return ComposeRules.findings(
                ComposeFile.of("made up", "services:\n  a:\n    " + String.join("\n    ", lines) + "\n"));
    }
}
