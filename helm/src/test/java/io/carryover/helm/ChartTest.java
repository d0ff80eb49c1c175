/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import io.carryover.contracts.job.Queue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
    @Test
    void helmFindsNothingToComplainOf() {
        var result = new Helm(Chart.folder()).lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> Chart.template().withName("test").call())
                .hasMessageContaining("image.repository: registry and folder of the images");
        for (String needed : List.of(
                "image.repository",
                "kafka.bootstrap",
                "database.url",
                "database.existingSecret",
                "objectStore.endpoint",
                "objectStore.existingSecret",
                "auth.existingSecret")) {
            assertThatThrownBy(() -> Chart.render("minimal", Map.of(needed, "")))
                    .hasMessageContaining(needed);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth.keys=false                               | whoever reaches the gateway could do anything",
                "auth.oidc.enabled=true                        | auth.oidc.issuer: needed",
                "ingress.enabled=true                          | ingress.host: needed",
                "gatewayApi.enabled=true                       | gatewayApi.host: needed",
                "image.tag=latest                              | latest is another image tomorrow",
                "autoscaling.enabled=true                      | autoscaling.prometheus",
                "tracing.enabled=true                          | tracing.endpoint: needed where tracing.enabled",
                "workers[0].queues[0]=heads.cpu                | feature-extraction serves imports, features, not heads.cpu",
                "workers[0].queues[0]=features.cuda            | has no gpus",
                "workers[0].min=9                              | min 9 above max 8",
                "workers[1].name=features                      | two pools are called features",
                "workers[2].graceSeconds=10                    | shorter than handing a job back takes",
                "workers[2].oneJob=true                        | needs autoscaling.enabled",
                "gateway.replica=2                             | replica",
                "workers[0].colour=red                         | colour",
                "image.pullPolicy=Sometimes                    | pullPolicy",
            })
    void contradictionsAndUnknownValuesStopTheRender(String value, String says) {
        String[] parts = value.strip().split("=");
        Map<String, String> more = new HashMap<>();
        // Setting one field of a list's item replaces the list, so the whole is given.
        if (parts[0].startsWith("workers")) {
            more.putAll(Pools.asSettings());
        }
        more.put(parts[0], parts[1]);

        assertThatThrownBy(() -> Chart.render("minimal", more)).hasMessageContaining(says.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "mixed-fleet"})
    void everythingIsWhatKubernetesKnows(String example) {
        List<JsonNode> all = Chart.render(example);

        assertThat(all).isNotEmpty().allSatisfy(KubernetesTypes::check);
        assertThat(names(all)).doesNotHaveDuplicates();
    }

    @Test
    void nobodyGetsInWithoutTlsOrFromANamespaceThatNobodyNamed() {
        assertThatThrownBy(() -> Chart.render(
                        "minimal", Map.of("ingress.enabled", "true", "ingress.host", "carryover.example.org")))
                .hasMessageContaining("ingress.tlsSecret: needed where ingress.enabled");
        assertThatThrownBy(() -> Chart.render(
                        "minimal",
                        Map.of(
                                "ingress.enabled", "true",
                                "ingress.host", "carryover.example.org",
                                "ingress.tlsSecret", "carryover-tls")))
                .hasMessageContaining("networkPolicy.clientNamespaceLabels");
    }

    @Test
    void doorsHandOnWhatPeopleAskForAndNothingElse() {
        JsonNode ingress = Chart.of(Chart.render("mixed-fleet"), "Ingress").getFirst();
        JsonNode route = Chart.of(
                        Chart.render(
                                "mixed-fleet",
                                Map.of(
                                        "gatewayApi.enabled", "true",
                                        "gatewayApi.host", "carryover.example.org",
                                        "gatewayApi.gateway", "public",
                                        "gatewayApi.listener", "https")),
                        "HTTPRoute")
                .getFirst();
        KubernetesTypes.check(route);

        assertThat(ingress.at("/spec/tls/0/secretName").asText()).isEqualTo("carryover-tls");
        assertThat(route.at("/spec/parentRefs/0/sectionName").asText()).isEqualTo("https");
        Map<String, String> byIngress = new HashMap<>();
        ingress.at("/spec/rules/0/http/paths")
                .forEach(path -> byIngress.put(
                        path.path("path").asText(), path.path("pathType").asText()));
        Map<String, String> byRoute = new HashMap<>();
        route.at("/spec/rules").forEach(rule -> {
            JsonNode path = rule.at("/matches/0/path");
            byRoute.put(path.path("value").asText(), path.path("type").asText().replace("PathPrefix", "Prefix"));
        });
        assertThat(byIngress)
                .isEqualTo(byRoute)
                .containsEntry("/", "Exact")
                .containsEntry("/v1", "Prefix")
                .doesNotContainKeys("/q", "/q/metrics", "/q/health");
    }

    @Test
    void aGatewayAsksWhoItIs() {
        Map<String, String> minimal = environment(deployment(Chart.render("minimal"), "test-carryover-gateway"));
        JsonNode fleet = deployment(Chart.render("mixed-fleet"), "test-carryover-gateway");

        assertThat(minimal)
                .containsEntry("CARRYOVER_GATEWAY_AUTH_KEYS", "true")
                .containsKey("CARRYOVER_GATEWAY_AUTH_BOOTSTRAP_KEY")
                .doesNotContainKey("CARRYOVER_GATEWAY_AUTH_OIDC");
        assertThat(environment(fleet))
                .containsEntry("QUARKUS_OIDC_AUTH_SERVER_URL", "https://keycloak.example.org/realms/research")
                .containsEntry("CARRYOVER_GATEWAY_AUTH_ROLES_OPERATOR", "carryover-operator")
                .containsEntry("CARRYOVER_GATEWAY_AUTH_TENANT_CLAIM", "tenant");
        assertThat(environment(deployment(Chart.render("minimal"), "test-carryover-results")))
                .containsEntry("CARRYOVER_RESULTS_BEHIND_GATEWAY", "true");
    }

    @Test
    void everyQueueOfThisReleaseHasAPoolByDefault() {
        Set<String> served = new TreeSet<>();
        for (JsonNode pod : Chart.pods(Chart.of(Chart.render("minimal"), "Deployment"))) {
            pod.at("/containers/0/env").forEach(variable -> {
                if (variable.path("name").asText().endsWith("_QUEUES")) {
                    served.addAll(List.of(variable.path("value").asText().split(",")));
                }
            });
        }

        assertThat(served)
                .isEqualTo(new TreeSet<>(Queue.SERVED.stream().map(Queue::id).toList()));
    }

    @Test
    void aPoolOfOneTeamStopsTheOther() {
        JsonNode finetune = deployment(Chart.render("minimal"), "test-carryover-worker-finetune");

        assertThat(environment(finetune))
                .containsEntry("CARRYOVER_FINETUNE_QUEUES", "finetune.cpu")
                .containsEntry("CARRYOVER_HEADS_WORKERS", "0")
                .doesNotContainKey("CARRYOVER_DATABASE_URL");
        assertThat(finetune.at("/spec/template/spec/terminationGracePeriodSeconds")
                        .asInt())
                .isEqualTo(300);
    }

    @Test
    void aPoolOfGpusAsksForThem() {
        JsonNode gpu = deployment(Chart.render("mixed-fleet"), "test-carryover-worker-features-gpu");

        assertThat(gpu.at("/spec/template/spec/containers/0/resources/limits/nvidia.com~1gpu")
                        .asInt())
                .isEqualTo(1);
        assertThat(gpu.at("/spec/template/spec/containers/0/image").asText())
                .isEqualTo("registry.example.org/carryover/feature-extraction-cuda:0.1.0");
        assertThat(environment(gpu)).containsEntry("CARRYOVER_DEVICE", "cuda:0");
        assertThat(environment(deployment(Chart.render("mixed-fleet"), "test-carryover-gateway")))
                .containsEntry("CARRYOVER_GATEWAY_DEVICES_FEATURES", "cuda");
        assertThatThrownBy(() -> Chart.render("mixed-fleet", Map.of("gateway.devices.features", "cpu")))
                .hasMessageContaining("serves features.cuda, and gateway.devices.features is cpu");
    }

    @Test
    void eachUserHasItsCredentialsForKafkaFromASecretOfYours() {
        List<JsonNode> all = Chart.render(
                "minimal",
                Map.of("kafka.existingSecret", "kafka-all", "kafka.existingSecrets.workers", "kafka-workers"));

        assertThat(kafkaSecret(deployment(all, "test-carryover-gateway"))).isEqualTo("kafka-all");
        assertThat(kafkaSecret(deployment(all, "test-carryover-results"))).isEqualTo("kafka-all");
        assertThat(kafkaSecret(deployment(all, "test-carryover-worker-heads"))).isEqualTo("kafka-workers");
        assertThat(kafkaSecret(Chart.of(all, "Job").getFirst())).isEqualTo("kafka-all");
        assertThat(environment(deployment(all, "test-carryover-worker-heads")))
                .containsEntry("CARRYOVER_KAFKA_SECURITY_FILE", "/etc/carryover/kafka/client.properties");
        assertThat(environment(deployment(Chart.render("minimal"), "test-carryover-gateway")))
                .doesNotContainKey("CARRYOVER_KAFKA_SECURITY_FILE");
    }

    @Test
    void everyProcessOfOursSendsItsSpansWhereThereIsACollector() {
        List<JsonNode> without = Chart.of(Chart.render("minimal"), "Deployment");
        List<JsonNode> with = Chart.of(
                Chart.render(
                        "minimal",
                        Map.of("tracing.enabled", "true", "tracing.endpoint", "http://collector.monitoring:4317")),
                "Deployment");

        assertThat(with).hasSize(without.size()).allSatisfy(deployment -> assertThat(environment(deployment))
                .containsEntry("QUARKUS_OTEL_SDK_DISABLED", "false")
                .containsEntry("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.monitoring:4317")
                .containsEntry("QUARKUS_OTEL_TRACES_SAMPLER_ARG", "1"));
        assertThat(without)
                .allSatisfy(deployment -> assertThat(environment(deployment).keySet())
                        .noneMatch(name -> name.startsWith("QUARKUS_OTEL_")));
    }

    private static String kafkaSecret(JsonNode workload) {
        return StreamSupport.stream(workload.at("/spec/template/spec/volumes").spliterator(), false)
                .filter(volume -> volume.path("name").asText().equals("kafka"))
                .map(volume -> volume.at("/secret/secretName").asText())
                .findFirst()
                .orElse("none");
    }

    private static Map<String, String> environment(JsonNode deployment) {
        Map<String, String> environment = new HashMap<>();
        deployment
                .at("/spec/template/spec/containers/0/env")
                .forEach(variable -> environment.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return environment;
    }

    private static JsonNode deployment(List<JsonNode> all, String name) {
        return Chart.of(all, "Deployment").stream()
                .filter(d -> d.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(List<JsonNode> all) {
        return StreamSupport.stream(all.spliterator(), false)
                .map(d -> d.path("kind").asText() + "/" + d.at("/metadata/name").asText())
                .toList();
    }
}
