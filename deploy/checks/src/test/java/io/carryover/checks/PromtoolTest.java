/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own judgement of rules, of their tests, of the example and of the dashboards' queries. */
class PromtoolTest {
    private static final Path PROMTOOL = Programs.find("promtool").orElse(Path.of("promtool"));

    @BeforeEach
    void promtoolIsInstalled() {
        Assumptions.assumeTrue(
                Files.isExecutable(PROMTOOL), "promtool is not on the PATH: apt-get install prometheus brings it");
    }

    @Test
    void rulesAreValid() throws Exception {
        accepts("check", "rules", prometheus("recording.yaml"), prometheus("alerts.yaml"));
    }

    @Test
    void theExampleIsValid() throws Exception {
        accepts("check", "config", prometheus("prometheus.yaml"));
    }

    @Test
    void rulesDoWhatTheirTestsSay() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("test", "rules"));
        try (Stream<Path> files = Files.list(Tree.PROMETHEUS.resolve("tests"))) {
            files.sorted().map(Path::toString).forEach(arguments::add);
        }

        accepts(arguments.toArray(String[]::new));
    }

    /** promtool checks expressions in rules alone, so each becomes one. JSON is YAML, too. */
    @Test
    void queriesOfDashboardsAreValid(@TempDir Path folder) throws Exception {
        List<Map<String, String>> rules = new ArrayList<>();
        for (Dashboard dashboard : Tree.dashboards()) {
            for (Dashboard.Panel panel : dashboard.panels()) {
                panel.expressions()
                        .forEach(expression -> rules.add(
                                Map.of("record", "q:" + rules.size(), "expr", dashboard.sent(expression, "1m"))));
            }
        }
        Path file = Files.writeString(
                folder.resolve("queries.yaml"),
                Json.text(Map.of("groups", List.of(Map.of("name", "queries", "rules", rules)))));

        accepts("check", "rules", file.toString());
        assertThat(rules).hasSizeGreaterThan(50);
    }

    private static String prometheus(String file) {
        return Tree.PROMETHEUS.resolve(file).toString();
    }

    private static void accepts(String... arguments) throws IOException, InterruptedException {
        Programs.Said said = Programs.run(PROMTOOL, List.of(arguments));

        assertThat(said.status()).as(said.text()).isZero();
    }
}
