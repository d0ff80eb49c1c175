/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.checks.PromQl.LabelMatcher;
import io.carryover.checks.PromQl.Selector;
import io.carryover.checks.RuleFile.Rule;
import io.carryover.contracts.error.ErrorClass;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {
    static List<Rule> alerts() {
        return Tree.alerts();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertSaysWhatItMeansAndWhatToDo(Rule alert) {
        assertThat(alert.name()).matches("Carryover[A-Z][A-Za-z]+");
        assertThat(alert.labels().get("severity")).isIn("critical", "warning");
        assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "runbook_url");
        assertThat(alert.annotations().get("summary")).isNotBlank();
        assertThat(alert.annotations().get("description")).endsWith(".");
        assertThat(alert.annotations().get("runbook_url")).isEqualTo("docs/runbooks/" + alert.name() + ".md");
        assertThat(Tree.ROOT.resolve(alert.annotations().get("runbook_url"))).isRegularFile();
    }

    @Test
    void namesAreUniqueAndRecordedNamesSayTheirLevel() {
        assertThat(Tree.rules().stream().map(Rule::name)).doesNotHaveDuplicates();
        assertThat(Tree.recording().stream().map(Rule::name))
                .allMatch(name -> name.matches("[a-z_]+:[a-z_]+:[a-z0-9_]+"));
    }

    @Test
    void whatIsRecordedIsUsed() {
        Set<String> used = new HashSet<>();
        Tree.alerts().forEach(alert -> PromQl.selectors(alert.expression()).forEach(each -> used.add(each.metric())));

        assertThat(used).containsAll(Tree.recording().stream().map(Rule::name).toList());
    }

    @Test
    void everyAlertFiresInATest() throws IOException {
        Set<String> firing = new HashSet<>();
        try (Stream<Path> files = Files.list(Tree.PROMETHEUS.resolve("tests"))) {
            for (Path file : files.toList()) {
                for (Map<?, ?> test : RuleFile.maps(RuleFile.yaml(file).get("tests"))) {
                    RuleFile.maps(test.get("alert_rule_test")).stream()
                            .filter(each ->
                                    !RuleFile.maps(each.get("exp_alerts")).isEmpty())
                            .forEach(each -> firing.add(String.valueOf(each.get("alertname"))));
                }
            }
        }

        assertThat(firing)
                .containsExactlyInAnyOrderElementsOf(
                        Tree.alerts().stream().map(Rule::name).toList());
    }

    @Test
    void jobsThatFailThroughTheirInputRaiseNoAlarm() {
        Rule alert = Tree.alerts().stream()
                .filter(each -> each.name().equals("CarryoverJobsFailing"))
                .findFirst()
                .orElseThrow();
        Selector selector = PromQl.selectors(alert.expression()).getFirst();
        List<String> codes = Arrays.stream(ErrorCode.values())
                .filter(code -> code.errorClass() != ErrorClass.USER)
                .map(ErrorCode::name)
                .toList();

        LabelMatcher matcher = selector.matchers().getFirst();
        assertThat(matcher.label()).isEqualTo("error_code");
        assertThat(matcher.value().split("\\|")).containsExactlyInAnyOrderElementsOf(codes);
    }
}
