/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.checks.PromQl.LabelMatcher;
import io.carryover.checks.PromQl.Selector;
import io.carryover.checks.RuleFile.Rule;
import io.carryover.contracts.metrics.MetricsCatalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What rules and dashboards ask for is what the product exports. */
class MetricsTest {
    /** Of the Java platform and Quarkus, of the node exporter, of NVIDIA's exporter, and of Prometheus itself. */
    private static final Pattern OF_OTHERS =
            Pattern.compile("(jvm|process|http_server|node)_[a-z_0-9]+|DCGM_FI_[A-Z_]+|up");

    private static final Pattern OF_A_HISTOGRAM = Pattern.compile("_(bucket|sum|count)$");
    private static final Set<String> OF_THE_SCRAPE = Set.of("job", "instance", "le");

    private static List<Selector> used() {
        List<Selector> used = new ArrayList<>();
        Tree.rules().forEach(rule -> used.addAll(PromQl.selectors(rule.expression())));
        Tree.dashboards().forEach(dashboard -> dashboard.panels().stream()
                .flatMap(panel -> panel.expressions().stream())
                .forEach(expression -> used.addAll(PromQl.selectors(expression))));
        return used;
    }

    private static Optional<MetricsCatalogue> ours(String metric) {
        return Arrays.stream(MetricsCatalogue.values())
                .filter(each -> switch (each.type()) {
                    case COUNTER, GAUGE -> each.metricName().equals(metric);
                    case HISTOGRAM ->
                        OF_A_HISTOGRAM.matcher(metric).find()
                                && each.metricName()
                                        .equals(OF_A_HISTOGRAM.matcher(metric).replaceFirst(""));
                })
                .findFirst();
    }

    @Test
    void everyMetricExists() {
        Set<String> recorded = Tree.recording().stream().map(Rule::name).collect(Collectors.toSet());

        assertThat(used().stream().map(Selector::metric))
                .allMatch(name -> ours(name).isPresent()
                        || recorded.contains(name)
                        || OF_OTHERS.matcher(name).matches());
    }

    @Test
    void everyLabelOfOursExists() {
        for (Selector selector : used()) {
            ours(selector.metric()).ifPresent(metric -> {
                Set<String> labels = new HashSet<>(OF_THE_SCRAPE);
                labels.addAll(metric.labels());
                assertThat(selector.matchers().stream().map(LabelMatcher::label))
                        .as(selector.text())
                        .isSubsetOf(labels);
            });
        }
    }

    /** What nobody looks at need not be counted. */
    @Test
    void everyMetricOfOursIsShownSomewhere() {
        Set<MetricsCatalogue> shown =
                used().stream().flatMap(each -> ours(each.metric()).stream()).collect(Collectors.toSet());
        // No worker feeds it yet, so a panel of it would stay empty.
        shown.add(MetricsCatalogue.IMAGES);

        assertThat(shown).containsExactlyInAnyOrder(MetricsCatalogue.values());
    }
}
