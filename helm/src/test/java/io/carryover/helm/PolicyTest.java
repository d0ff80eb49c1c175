/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators of a cluster ask of everything that runs there: the restricted standard for pods, and more. */
class PolicyTest {
    @ParameterizedTest
    @ValueSource(strings = {"minimal", "mixed-fleet"})
    void podsMeetTheRestrictedStandard(String example) {
        for (JsonNode pod : Chart.pods(Chart.render(example))) {
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
                    .as("no token")
                    .isFalse();
            assertThat(pod.path("hostNetwork").asBoolean()).isFalse();
            pod.path("volumes").forEach(volume -> {
                assertThat(volume.path("emptyDir").path("sizeLimit").asText())
                        .as("%s", volume)
                        .isNotEmpty();
            });
            pod.path("containers").forEach(container -> {
                assertThat(container
                                .at("/securityContext/allowPrivilegeEscalation")
                                .asBoolean(true))
                        .isFalse();
                assertThat(container
                                .at("/securityContext/readOnlyRootFilesystem")
                                .asBoolean())
                        .isTrue();
                assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                        .isEqualTo("ALL");
                assertThat(container.path("image").asText())
                        .doesNotEndWith(":latest")
                        .matches(".+(:|@sha256:).+");
                for (String bound : List.of("requests", "limits")) {
                    assertThat(container.at("/resources/" + bound + "/cpu").asText())
                            .isNotEmpty();
                    assertThat(container.at("/resources/" + bound + "/memory").asText())
                            .isNotEmpty();
                }
                container.path("env").forEach(variable -> {
                    if (variable.path("name").asText().matches(".*(PASSWORD|KEY|SECRET)")) {
                        assertThat(variable.has("value"))
                                .as("%s from a secret", variable.path("name"))
                                .isFalse();
                    }
                });
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "mixed-fleet"})
    void whatServesHasItsProbes(String example) {
        for (JsonNode pod : Chart.pods(Chart.of(Chart.render(example), "Deployment"))) {
            JsonNode container = pod.at("/containers/0");
            assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/started");
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
        }
    }

    @Test
    void nothingIsReachedButByNamedEdges() {
        List<JsonNode> policies = Chart.of(Chart.render("mixed-fleet"), "NetworkPolicy");
        JsonNode deny = named(policies, "test-carryover-deny");
        assertThat(deny.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(deny.at("/spec").has("ingress") || deny.at("/spec").has("egress"))
                .isFalse();
        Map<String, List<Integer>> reached = new TreeMap<>();
        for (JsonNode policy : policies) {
            List<Integer> ports = new ArrayList<>();
            policy.at("/spec/egress").forEach(edge -> edge.path("ports")
                    .forEach(port -> ports.add(port.path("port").asInt())));
            reached.put(policy.at("/metadata/name").asText(), ports);
        }

        assertThat(reached)
                .containsEntry("test-carryover-worker", List.of(53, 53, 9092, 8333, 4317))
                .containsEntry("test-carryover-init", List.of(53, 53, 9092, 8333))
                .containsEntry("test-carryover-client", List.of(53, 53, 8080, 8333))
                .containsEntry("test-carryover-gateway", List.of(53, 53, 9092, 8333, 5432, 4317, 8080, 443))
                .containsEntry("test-carryover-results", List.of(53, 53, 9092, 8333, 5432, 4317));
        policies.forEach(policy -> policy.at("/spec/egress").forEach(edge -> assertThat(edge.has("to"))
                .as("%s names whom it reaches", policy.at("/metadata/name"))
                .isTrue()));
    }

    @Test
    void poolsNeverShrinkBelowWhatIsBusy() {
        List<JsonNode> all = Chart.render("mixed-fleet");
        List<JsonNode> scaled = Chart.of(all, "ScaledObject");

        assertThat(scaled).hasSize(3);
        for (JsonNode pool : scaled) {
            JsonNode trigger = pool.at("/spec/triggers/0");
            // The metric counts jobs that run, and one worker is wanted for each.
            assertThat(trigger.at("/metadata/query").asText())
                    .contains("sum(max by (queue) (carryover_queue_demand_jobs{namespace=\"vision\",queue=~");
            assertThat(trigger.at("/metadata/threshold").asText()).isEqualTo("1");
            assertThat(trigger.path("metricType").asText()).isEqualTo("AverageValue");
            assertThat(trigger.at("/metadata/ignoreNullValues").asText())
                    .as("no data is no demand of zero")
                    .isEqualTo("false");
            assertThat(pool.at("/spec/fallback/behavior").asText()).isEqualTo("currentReplicas");
            String target = pool.at("/spec/scaleTargetRef/name").asText();
            assertThat(named(Chart.of(all, "Deployment"), target).at("/spec").has("replicas"))
                    .as("an upgrade doesn't reset what KEDA chose")
                    .isFalse();
        }
        assertThat(scaled.get(1).at("/spec/minReplicaCount").asInt())
                .as("GPUs at night")
                .isZero();
        JsonNode trainings = Chart.of(all, "ScaledJob").getFirst();
        assertThat(trainings.at("/spec/triggers/0/metadata/query").asText()).contains("queue=~\"finetune\\\\.cuda\"");
        assertThat(trainings
                        .at("/spec/jobTargetRef/template/spec/restartPolicy")
                        .asText())
                .isEqualTo("Never");
        assertThat(trainings.at("/spec/jobTargetRef/backoffLimit").asInt(-1))
                .as("the queue gives a job again, not Kubernetes")
                .isZero();
    }

    @Test
    void helmTestTriesTheInstallationAsAClient() {
        JsonNode check = named(Chart.of(Chart.render("minimal"), "Pod"), "test-carryover-check");

        assertThat(check.at("/spec/containers/0/args").toString()).isEqualTo("[\"admin\",\"check\",\"--limit=900\"]");
        assertThat(check.at("/spec/containers/0/image").asText()).contains("/cli:");
        assertThat(check.at("/spec/containers/0/env/0/value").asText()).isEqualTo("http://test-carryover-gateway:8080");
        assertThat(check.at("/metadata/labels/app.kubernetes.io~1component").asText())
                .as("whom the gateway lets in")
                .isEqualTo("client");
    }

    @Test
    void withoutKedaEveryPoolHasAWorker() {
        Chart.of(Chart.render("minimal"), "Deployment").forEach(deployment -> assertThat(
                        deployment.at("/spec/replicas").asInt())
                .as("%s", deployment.at("/metadata/name"))
                .isPositive());
    }

    private static JsonNode named(List<JsonNode> all, String name) {
        return all.stream()
                .filter(d -> d.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
