/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.job.Queue;
import io.carryover.messaging.KafkaSecurity;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.QueueSettings;
import io.carryover.messaging.TopicsAdmin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each service with a user of its own, and no right in Kafka but those that docs/kubernetes.md lists, over TLS. */
class KafkaRightsIT {
    private static final String PREFIX = "team-a.";
    /** What a worker logs, once, that may not do what it has to. */
    private static final String WAITS = "waits and tries again: BROKER_UNAVAILABLE: Kafka, asked for settings of group "
            + PREFIX + "carryover.jobs.heads.cpu";

    @Test
    void listedRightsAreEnough(@TempDir Path folder) throws Exception {
        try (SecuredKafka kafka = SecuredKafka.start(folder.resolve("kafka"))) {
            List<AclBinding> rights = AclTable.read(PREFIX);
            kafka.allow(rights.stream().filter(right -> !of("workers", right)).toList());
            init(kafka, kafka.user("init"));
            Map<String, String> settings = ServiceSettings.withoutKafka(folder);
            settings.put("carryover.kafka.bootstrap", kafka.bootstrap());
            settings.put("carryover.kafka.prefix", PREFIX);
            Path workers = kafka.user("workers");
            int port = ServiceProcess.freePort();
            settings.put("carryover.gateway.results-url", "http://127.0.0.1:" + port);
            try (var features = service("feature-extraction", settings, workers, folder);
                    var heads = service("head-training", settings, workers, folder);
                    var gateway = service("gateway", settings, kafka.user("gateway"), folder);
                    var results = ServiceProcess.start(
                            "services/results", port, with(settings, kafka.user("results")), Map.of(), folder)) {
                var client = new Client(gateway.url(), gateway.url());
                client.ready(gateway);
                // Workers that may do nothing yet say so, wait, and begin when they may.
                Client.await(60, () -> count(heads, WAITS) > 0);
                assertThat(client.isReady(heads)).isFalse();
                kafka.allow(
                        rights.stream().filter(right -> of("workers", right)).toList());
                for (ServiceProcess each : List.of(features, heads, results)) {
                    client.ready(each);
                }
                assertThat(count(heads, WAITS)).isEqualTo(1);
                Map<ServiceProcess, Integer> said = Map.of(
                        features, features.log().length(), heads, heads.log().length());
                client.dataset("digits");
                client.checkpoint("supervised", "checkpoints/resnet50w8_supervised.pth");

                String id = StandaloneIT.id(client.post(
                        "/v1/evaluations",
                        "{\"backbones\":[\"supervised\"],\"tasks\":[{\"kind\":\"linear\",\"dataset\":\"digits\"}]}"));

                assertThat(client.ended(id).path("state").asText()).isEqualTo("completed");
                Client.await(30, () -> StandaloneIT.count(client) == 1);
                cancelled(client, new Client(heads.url(), heads.url()));
                for (ServiceProcess each : List.of(features, heads, gateway, results)) {
                    assertThat(each.log().substring(said.getOrDefault(each, 0)))
                            .doesNotContain("uthorized to")
                            .doesNotContain("uthorization failed");
                }
                assertThatThrownBy(() -> init(kafka, workers)).hasMessageContaining("uthoriz");
            }
        }
    }

    /** A training is told to stop by the log of control. */
    private static void cancelled(Client client, Client heads) throws Exception {
        String id = StandaloneIT.id(client.post(
                "/v1/evaluations",
                "{\"backbones\":[\"supervised\"],\"tasks\":[{\"kind\":\"finetune\",\"dataset\":\"digits\"}]}"));
        Client.await(120, () -> steps(heads) > 0);
        assertThat(client.delete("/v1/evaluations/" + id).statusCode() / 100).isEqualTo(2);
        assertThat(client.ended(id).path("state").asText()).isEqualTo("cancelled");
        Client.await(120, () -> !trains(client));
    }

    private static double steps(Client heads) {
        try {
            return heads.metric("carryover_train_steps_total");
        } catch (IOException | InterruptedException notYet) {
            return 0;
        }
    }

    private static boolean trains(Client client) {
        for (JsonNode worker : client.quietly("/v1/workers").path("items")) {
            if (worker.path("queues").toString().contains("finetune")) {
                return worker.path("state").asText().equals("busy");
            }
        }
        return true;
    }

    private static void init(SecuredKafka kafka, Path credentials) {
        KafkaSettings settings = KafkaSettings.of(kafka.bootstrap())
                .withPrefix(PREFIX)
                .withSecurity(new KafkaSecurity(Map.of(), Optional.of(credentials)));
        try (var topics = new TopicsAdmin(settings)) {
            topics.init(Queue.SERVED, QueueSettings.SINGLE_BROKER);
        }
    }

    private static ServiceProcess service(String name, Map<String, String> settings, Path credentials, Path folder)
            throws Exception {
        return ServiceProcess.start(
                "services/" + name, ServiceProcess.freePort(), with(settings, credentials), Map.of(), folder);
    }

    private static Map<String, String> with(Map<String, String> settings, Path credentials) {
        var all = new HashMap<>(settings);
        all.put("carryover.kafka.security.file", credentials.toString());
        return all;
    }

    private static boolean of(String user, AclBinding right) {
        return right.entry().principal().equals("User:" + user);
    }

    private static long count(ServiceProcess service, String part) {
        try {
            return service.log().lines().filter(line -> line.contains(part)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
