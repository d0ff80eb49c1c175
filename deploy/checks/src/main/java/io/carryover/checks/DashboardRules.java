/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.checks;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.checks.Dashboard.Panel;
import io.carryover.checks.PromQl.LabelMatcher;
import io.carryover.checks.PromQl.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of Grafana's dashboard-linter in its strict mode, under its names, for dashboards of Prometheus: so that they
 * are held without it, too. What it leaves open is decided here: all ranges of rates are Grafana's own, and ids are fixed.
 */
public final class DashboardRules {
    private static final Set<String> DATA_SOURCE = Set.of("$datasource", "${datasource}");
    private static final Set<String> RATES = Set.of("rate", "irate", "increase");
    /** Those of Grafana's units that Carryover's numbers have. */
    private static final Set<String> UNITS =
            Set.of("none", "short", "percentunit", "s", "bytes", "Bps", "ops", "reqps", "celsius", "watt");

    private final Dashboard dashboard;
    private final List<String> broken = new ArrayList<>();

    private DashboardRules(Dashboard dashboard) {
        this.dashboard = dashboard;
    }

    /** What a dashboard breaks, as {@code rule: where}; empty for a good one. */
    public static List<String> broken(Dashboard dashboard) {
        var rules = new DashboardRules(dashboard);
        rules.whole();
        rules.variables();
        dashboard.panels().forEach(rules::panel);
        return List.copyOf(rules.broken);
    }

    private void hold(boolean held, String rule, String where) {
        if (!held) {
            broken.add(rule + ": " + dashboard.name() + ", " + where);
        }
    }

    private void whole() {
        JsonNode json = dashboard.json();
        hold(
                json.path("editable").isBoolean() && !json.path("editable").asBoolean(),
                "uneditable-dashboard",
                "editable");
        String uid = json.path("uid").asText();
        hold(uid.equals(dashboard.name()) && uid.length() <= 40, "stable-uid", uid + " is not the file's name");
        hold(!json.path("title").asText().isBlank(), "dashboard-title", "title");
        Set<Integer> ids = new HashSet<>();
        for (Panel panel : dashboard.panels()) {
            hold(ids.add(panel.json().path("id").asInt()), "stable-uid", "two panels with the id of " + panel.title());
        }
    }

    private void variables() {
        List<JsonNode> sources = dashboard.variables().stream()
                .filter(each -> each.path("type").asText().equals("datasource"))
                .toList();
        hold(
                sources.size() == 1
                        && sources.getFirst().path("name").asText().equals("datasource")
                        && sources.getFirst().path("label").asText().equals("Data source")
                        && sources.getFirst().path("query").asText().equals("prometheus"),
                "template-datasource-rule",
                "one variable 'datasource' labelled 'Data source'");
        required("job", "Job");
        required("instance", "Instance");
        dashboard.variables().stream()
                .filter(each -> each.path("type").asText().equals("query"))
                .forEach(this::queried);
    }

    private void required(String name, String label) {
        String rule = "template-" + name + "-rule";
        Optional<JsonNode> found = dashboard.variables().stream()
                .filter(each -> each.path("name").asText().equals(name))
                .findFirst();
        hold(found.isPresent(), rule, "no variable");
        found.ifPresent(variable -> hold(
                variable.path("type").asText().equals("query")
                        && variable.path("label").asText().equals(label)
                        && variable.path("multi").asBoolean()
                        && variable.path("allValue").asText().equals(".+")
                        && DATA_SOURCE.contains(
                                variable.path("datasource").path("uid").asText()),
                rule,
                "a query of the chosen source, labelled " + label + ", of several values, all of them '.+'"));
    }

    private void queried(JsonNode variable) {
        String name = variable.path("name").asText();
        JsonNode query = variable.path("query");
        String text = query.isTextual() ? query.asText() : query.path("query").asText();
        hold(
                text.matches("(label_names|label_values|metrics|query_result)\\(.+\\)"),
                "template-label-promql-rule",
                name + " asks " + text);
        hold(variable.path("refresh").asInt() == 2, "template-on-time-change-reload-rule", name);
    }

    private void panel(Panel panel) {
        JsonNode json = panel.json();
        String title = panel.title();
        hold(DATA_SOURCE.contains(json.path("datasource").path("uid").asText()), "panel-datasource-rule", title);
        hold(
                !title.isBlank() && !json.path("description").asText().isBlank(),
                "panel-title-description-rule",
                title + " " + json.path("id"));
        String unit = json.path("fieldConfig").path("defaults").path("unit").asText();
        hold(UNITS.contains(unit), "panel-units-rule", title + " has '" + unit + "'");
        hold(!panel.expressions().isEmpty(), "panel-no-targets-rule", title);
        json.path("targets")
                .forEach(target -> hold(
                        DATA_SOURCE.contains(
                                target.path("datasource").path("uid").asText()),
                        "panel-datasource-rule",
                        title));
        panel.expressions().forEach(expression -> target(title, expression));
    }

    private void target(String title, String expression) {
        List<Selector> selectors = PromQl.selectors(expression);
        hold(!selectors.isEmpty(), "target-promql-rule", title);
        for (Selector selector : selectors) {
            String where = title + ": " + selector.text();
            boolean rated = RATES.contains(selector.function());
            hold(matches(selector, "job"), "target-job-rule", where);
            hold(matches(selector, "instance"), "target-instance-rule", where);
            hold(
                    selector.range().isEmpty()
                            || (rated && selector.range().get().equals("$__rate_interval")),
                    "target-rate-interval-rule",
                    where);
            hold(
                    !selector.metric().endsWith("_total")
                            || (rated && selector.range().isPresent()),
                    "target-counter-agg-rule",
                    where);
        }
    }

    /** The first condition on the label counts: others may narrow it. */
    private static boolean matches(Selector selector, String label) {
        return selector.matchers().stream()
                .filter(each -> each.label().equals(label))
                .findFirst()
                .equals(Optional.of(new LabelMatcher(label, "=~", "$" + label)));
    }
}
