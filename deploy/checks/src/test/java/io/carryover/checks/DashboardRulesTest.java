/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardRulesTest {
    private static final String MATCHERS = "{job=~\"$job\", instance=~\"$instance\"}";

    /** What is done to a good dashboard, and the rule that it then breaks. */
    private record Damage(String rule, Consumer<ObjectNode> done) {
        @Override
        public String toString() {
            return rule;
        }
    }

    static List<Dashboard> dashboards() {
        return Tree.dashboards();
    }

    static List<Damage> damages() {
        return List.of(
                new Damage("uneditable-dashboard", json -> json.put("editable", true)),
                new Damage("uneditable-dashboard", json -> json.remove("editable")),
                new Damage("stable-uid", json -> json.put("uid", "another")),
                new Damage("stable-uid", json -> panel(json).put("id", 2)),
                new Damage("dashboard-title", json -> json.put("title", "")),
                new Damage("template-datasource-rule", json -> variables(json).remove(0)),
                new Damage("template-datasource-rule", json -> variable(json, 0).put("name", "ds")),
                new Damage("template-job-rule", json -> variables(json).remove(1)),
                new Damage("template-job-rule", json -> variable(json, 1).put("multi", false)),
                new Damage("template-instance-rule", json -> variable(json, 2).put("allValue", ".*")),
                new Damage("template-instance-rule", json -> variable(json, 2).put("label", "instance")),
                new Damage(
                        "template-instance-rule",
                        json -> variable(json, 2).putObject("datasource").put("uid", "p")),
                new Damage(
                        "template-label-promql-rule", json -> variable(json, 1).put("query", "up")),
                new Damage("template-on-time-change-reload-rule", json -> variable(json, 1)
                        .put("refresh", 1)),
                new Damage(
                        "panel-datasource-rule",
                        json -> panel(json).putObject("datasource").put("uid", "p")),
                new Damage("panel-datasource-rule", json -> target(json).remove("datasource")),
                new Damage("panel-title-description-rule", json -> panel(json).put("description", "")),
                new Damage("panel-units-rule", json -> panel(json)
                        .putObject("fieldConfig")
                        .putObject("defaults")
                        .put("unit", "parsecs")),
                new Damage("panel-no-targets-rule", json -> panel(json).remove("targets")),
                new Damage("target-promql-rule", json -> expression(json, "")),
                new Damage("target-job-rule", json -> expression(json, "up{instance=~\"$instance\"}")),
                new Damage("target-job-rule", json -> expression(json, "up{job=\"$job\", instance=~\"$instance\"}")),
                new Damage("target-instance-rule", json -> expression(json, "up{job=~\"$job\"}")),
                new Damage("target-rate-interval-rule", json -> expression(json, "rate(a" + MATCHERS + "[5m])")),
                new Damage("target-counter-agg-rule", json -> expression(json, "sum(a_total" + MATCHERS + ")")),
                new Damage(
                        "target-counter-agg-rule",
                        json -> expression(json, "delta(a_total" + MATCHERS + "[$__rate_interval])")));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void dashboardsKeepThem(Dashboard dashboard) {
        assertThat(DashboardRules.broken(dashboard)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("damages")
    void eachIsNoticed(Damage damage) {
        Dashboard good = Tree.dashboards().getFirst();
        ObjectNode json = good.json().deepCopy();
        damage.done().accept(json);

        assertThat(DashboardRules.broken(new Dashboard(good.name(), json)))
                .anyMatch(each -> each.startsWith(damage.rule() + ": "));
    }

    @Test
    void theSevenAreThere() {
        assertThat(Tree.dashboards().stream().map(Dashboard::name))
                .containsExactly(
                        "carryover-evaluations",
                        "carryover-fleet",
                        "carryover-jvm",
                        "carryover-queues",
                        "carryover-service-level",
                        "carryover-storage",
                        "carryover-workers");
    }

    @Test
    void panelsDontOverlap() {
        for (Dashboard dashboard : Tree.dashboards()) {
            Map<String, String> taken = new HashMap<>();
            for (Dashboard.Panel panel : dashboard.panels()) {
                var place = panel.json().path("gridPos");
                for (int x = 0; x < place.path("w").asInt(); x++) {
                    for (int y = 0; y < place.path("h").asInt(); y++) {
                        String cell = (place.path("x").asInt() + x) + "/"
                                + (place.path("y").asInt() + y);
                        assertThat(place.path("x").asInt() + x).isLessThan(24);
                        assertThat(taken.put(cell, panel.title())).isNull();
                    }
                }
            }
        }
    }

    private static ArrayNode variables(ObjectNode json) {
        return (ArrayNode) json.path("templating").path("list");
    }

    private static ObjectNode variable(ObjectNode json, int index) {
        return (ObjectNode) variables(json).path(index);
    }

    private static ObjectNode panel(ObjectNode json) {
        return (ObjectNode) json.path("panels").path(0);
    }

    private static ObjectNode target(ObjectNode json) {
        return (ObjectNode) panel(json).path("targets").path(0);
    }

    private static void expression(ObjectNode json, String expression) {
        target(json).put("expr", expression);
    }
}
