/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.checks.Dashboard;
import io.carryover.checks.Programs;
import io.carryover.checks.PromQl;
import io.carryover.checks.RuleFile;
import io.carryover.checks.RuleFile.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every query of dashboards and rules, asked of a real Prometheus that scrapes a running system. */
class MonitoringIT {
    private static final Path DEPLOY = Path.of("..").toAbsolutePath().normalize();

    /** What stands in a query that may find nothing in a system that is well, and why. */
    private static final Map<String, String> MAY_BE_EMPTY = Map.ofEntries(
            Map.entry("carryover_attempts_lost", "no worker has died"),
            Map.entry("carryover_leases_lost", "no lease has been lost"),
            Map.entry("carryover_store_errors", "the object store answers"),
            Map.entry("carryover_garbage_bytes_total", "nothing is garbage yet"),
            Map.entry("SERVER_ERROR", "no request has failed through us"),
            Map.entry("error_code=~", "no job has failed but through its input"),
            Map.entry("[.]cuda", "no worker serves such a queue"),
            Map.entry("gpu", "this machine has none, and workers don't report any"),
            Map.entry("DCGM_", "NVIDIA's exporter does not run here"),
            Map.entry("node_", "the node exporter does not run here"));

    @Test
    void everyQueryIsValidAndFindsWhatARunningSystemHas(@TempDir Path folder) throws Exception {
        Optional<Path> program = Programs.find("prometheus");
        Assumptions.assumeTrue(
                program.isPresent(), "prometheus is not on the PATH: apt-get install prometheus brings it");
        try (ServiceProcess system = ServiceProcess.start(
                        "deploy/standalone",
                        ServiceProcess.freePort(),
                        Map.of(),
                        Map.of("CARRYOVER_HOME", folder.resolve("home").toString()),
                        folder);
                PrometheusProcess prometheus = PrometheusProcess.start(program.get(), system.url(), folder)) {
            var client = new Client(system.url(), system.url());
            client.ready(system);
            prometheus.ready();
            work(client);

            Set<String> queries = queries();
            List<String> refused = Stream.concat(
                            queries.stream(), alerts().stream().map(Rule::expression))
                    .filter(query ->
                            !prometheus.query(query).path("status").asText().equals("success"))
                    .toList();
            assertThat(refused).as(prometheus.log()).isEmpty();
            List<String> due = new ArrayList<>(
                    queries.stream().filter(query -> !mayBeEmpty(query)).toList());
            assertThat(due).hasSizeGreaterThan(50);
            try {
                Client.await(60, () -> {
                    due.removeIf(query -> finds(prometheus.query(query)));
                    return due.isEmpty();
                });
            } catch (AssertionError e) {
                throw new AssertionError("these queries find nothing:\n" + String.join("\n", due), e);
            }
            assertThat(prometheus.query("ALERTS{alertstate=\"firing\"}").at("/data/result"))
                    .as("alerts of a system that is well")
                    .isEmpty();
        }
    }

    /** An evaluation, and a checkpoint that is refused. */
    private static void work(Client client) throws Exception {
        client.dataset("digits");
        client.checkpoint("supervised", "checkpoints/resnet50w8_supervised.pth");
        client.checkpoint("evil", "bad/evil_exec.pth");
        String id = StandaloneIT.id(client.post(
                "/v1/evaluations",
                "{\"backbones\":[\"supervised\"],\"tasks\":[{\"kind\":\"few-shot\",\"dataset\":\"digits\"}]}"));
        assertThat(client.ended(id).path("state").asText()).isEqualTo("completed");
        Client.await(30, () -> failures(client) > 0);
    }

    private static double failures(Client client) {
        try {
            return client.metric("carryover_jobs_failed_total");
        } catch (IOException | InterruptedException e) {
            return 0;
        }
    }

    /** Dashboards and recording rules as they are. Of alerts, which find nothing while all is well, what they look at. */
    private static Set<String> queries() throws IOException {
        Set<String> queries = new LinkedHashSet<>();
        for (Dashboard dashboard : Dashboard.all(DEPLOY.resolve("grafana/dashboards"))) {
            dashboard.panels().stream()
                    .flatMap(panel -> panel.expressions().stream())
                    .forEach(expression -> queries.add(dashboard.sent(expression, "1m")));
        }
        for (Rule rule : RuleFile.read(DEPLOY.resolve("prometheus/recording.yaml"))) {
            queries.add(rule.expression());
        }
        for (Rule rule : alerts()) {
            PromQl.selectors(rule.expression()).forEach(selector -> queries.add(selector.text()));
        }
        return queries;
    }

    private static List<Rule> alerts() throws IOException {
        return RuleFile.read(DEPLOY.resolve("prometheus/alerts.yaml"));
    }

    private static boolean mayBeEmpty(String query) {
        return MAY_BE_EMPTY.keySet().stream().anyMatch(query::contains);
    }

    private static boolean finds(JsonNode answer) {
        return answer.path("data").path("result").size() > 0;
    }
}
