/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads documents as Kubernetes' own types, and refuses what these don't know: fields that have another type don't read, unknown ones are what
 * the types keep aside. KEDA and the Gateway API have no types here: their objects are held to the fields of their references.
 */
final class KubernetesTypes {
    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("batch/v1/Job", Job.class),
            Map.entry("v1/Pod", Pod.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PodMonitor", PodMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class));

    private static final Set<String> TRIGGER =
            Set.of("type", "name", "useCachedMetrics", "metadata", "authenticationRef", "metricType");

    private static final Set<String> PROMETHEUS = Set.of(
            "serverAddress",
            "query",
            "threshold",
            "activationThreshold",
            "namespace",
            "customHeaders",
            "ignoreNullValues",
            "queryParameters",
            "unsafeSsl",
            "timeout",
            "authModes");

    /** keda.sh/v1alpha1, reference of KEDA 2.17: kind → path → fields that it has. */
    private static final Map<String, Map<String, Set<String>>> KEDA = Map.of(
            "ScaledObject",
            Map.of(
                    "/spec",
                    Set.of(
                            "scaleTargetRef",
                            "pollingInterval",
                            "initialCooldownPeriod",
                            "cooldownPeriod",
                            "idleReplicaCount",
                            "minReplicaCount",
                            "maxReplicaCount",
                            "fallback",
                            "advanced",
                            "triggers"),
                    "/spec/scaleTargetRef",
                    Set.of("apiVersion", "kind", "name", "envSourceContainerName"),
                    "/spec/fallback",
                    Set.of("failureThreshold", "replicas", "behavior"),
                    "/spec/advanced",
                    Set.of("restoreToOriginalReplicaCount", "horizontalPodAutoscalerConfig", "scalingModifiers"),
                    "/spec/advanced/horizontalPodAutoscalerConfig",
                    Set.of("name", "behavior"),
                    "/spec/triggers/0",
                    TRIGGER,
                    "/spec/triggers/0/metadata",
                    PROMETHEUS),
            "ScaledJob",
            Map.of(
                    "/spec",
                    Set.of(
                            "jobTargetRef",
                            "pollingInterval",
                            "successfulJobsHistoryLimit",
                            "failedJobsHistoryLimit",
                            "envSourceContainerName",
                            "minReplicaCount",
                            "maxReplicaCount",
                            "rollout",
                            "scalingStrategy",
                            "triggers"),
                    "/spec/jobTargetRef",
                    Set.of(
                            "parallelism",
                            "completions",
                            "activeDeadlineSeconds",
                            "backoffLimit",
                            "ttlSecondsAfterFinished",
                            "template"),
                    "/spec/rollout",
                    Set.of("strategy", "propagationPolicy"),
                    "/spec/scalingStrategy",
                    Set.of(
                            "strategy",
                            "customScalingQueueLengthDeduction",
                            "customScalingRunningJobPercentage",
                            "pendingPodConditions",
                            "multipleScalersCalculation"),
                    "/spec/triggers/0",
                    TRIGGER,
                    "/spec/triggers/0/metadata",
                    PROMETHEUS));

    /** gateway.networking.k8s.io/v1, reference of the Gateway API 1.2: path → fields that it has. */
    private static final Map<String, Set<String>> HTTP_ROUTE = Map.of(
            "/spec",
            Set.of("parentRefs", "hostnames", "rules"),
            "/spec/parentRefs/0",
            Set.of("group", "kind", "namespace", "name", "sectionName", "port"),
            "/spec/rules/0",
            Set.of("name", "matches", "filters", "backendRefs", "timeouts", "retry", "sessionPersistence"),
            "/spec/rules/0/matches/0",
            Set.of("path", "headers", "queryParams", "method"),
            "/spec/rules/0/matches/0/path",
            Set.of("type", "value"),
            "/spec/rules/0/backendRefs/0",
            Set.of("group", "kind", "name", "namespace", "port", "weight", "filters"));

    private KubernetesTypes() {}

    /** Fails where Kubernetes wouldn't take this document as it is meant. */
    static void check(JsonNode document) {
        String type = document.path("apiVersion").asText() + "/"
                + document.path("kind").asText();
        if (type.equals("gateway.networking.k8s.io/v1/HTTPRoute")) {
            HTTP_ROUTE.forEach((path, fields) ->
                    assertThat(fields).as("%s of %s", path, type).containsAll(fields(document.at(path))));
            assertThat(document.at("/spec/rules").size()).as("rules of a route").isLessThanOrEqualTo(16);
            return;
        }
        if (type.startsWith("keda.sh/v1alpha1/")) {
            Map<String, Set<String>> reference =
                    Objects.requireNonNull(KEDA.get(document.path("kind").asText()));
            reference.forEach((path, fields) ->
                    assertThat(fields).as("%s of %s", path, type).containsAll(fields(document.at(path))));
            JsonNode pod = document.at("/spec/jobTargetRef/template");
            if (pod.isObject()) {
                read(pod, PodTemplateSpec.class, type);
            }
            return;
        }
        Class<?> known = TYPES.get(type);
        assertThat(known).as("a type that this test knows: %s", type).isNotNull();
        read(document, known, type);
    }

    private static void read(JsonNode document, Class<?> known, String type) {
        Object read;
        try {
            read = STRICT.treeToValue(document, known);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(type + ": " + e.getMessage(), e);
        }
        List<String> unknown = new ArrayList<>();
        search(read, type, unknown);
        assertThat(unknown).isEmpty();
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Types of the client keep what they don't know in their additional properties. */
    private static void search(@org.jspecify.annotations.Nullable Object value, String path, List<String> unknown) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                search(list.get(i), path + "/" + i, unknown);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> search(inner, path + "/" + key, unknown));
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.")) {
            for (var method : value.getClass().getMethods()) {
                boolean getter = method.getName().startsWith("get")
                        && method.getParameterCount() == 0
                        && !method.getName().equals("getClass")
                        && !method.isSynthetic();
                if (getter) {
                    Object inner = call(method, value);
                    if (method.getName().equals("getAdditionalProperties")) {
                        if (inner instanceof Map<?, ?> extra && !isFree(value)) {
                            extra.keySet().forEach(key -> unknown.add(path + "/" + key));
                        }
                    } else {
                        search(inner, path + "/" + method.getName().substring(3), unknown);
                    }
                }
            }
        }
    }

    /** Quantities and numbers-or-texts hold their value there. */
    private static boolean isFree(Object value) {
        return Set.of("Quantity", "IntOrString").contains(value.getClass().getSimpleName());
    }

    private static @org.jspecify.annotations.Nullable Object call(java.lang.reflect.Method method, Object value) {
        try {
            return method.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
