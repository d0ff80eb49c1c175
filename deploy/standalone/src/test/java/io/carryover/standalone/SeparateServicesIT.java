/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.Queue;
import io.carryover.embedded.TestInfrastructure;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.QueueSettings;
import io.carryover.messaging.TopicsAdmin;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each service as a process of its own, as production runs them, gives the numbers of the one process. */
class SeparateServicesIT {
    private static final String ASKED = "0af7651916cd43dd8448eb211c80319c";

    @Test
    void givesTheSameNumbers(@TempDir Path folder) throws Exception {
        Map<String, String> settings = settings(folder);
        // One of them sends its spans to nobody: what it does is done as well.
        var untold = new HashMap<>(settings);
        untold.putAll(Collector.settings(ServiceProcess.freePort()));
        int port = ServiceProcess.freePort();
        Collector collector = Collector.start();
        settings.putAll(collector.settings());
        var front = new HashMap<>(settings);
        front.put("carryover.gateway.results-url", "http://127.0.0.1:" + port);
        try (collector;
                var gateway = service("gateway", front, folder);
                var features = service("feature-extraction", settings, folder);
                var heads = service("head-training", settings, folder);
                var analysis = service("analysis", untold, folder);
                var results = ServiceProcess.start("services/results", port, settings, Map.of(), folder)) {
            // One address for all: the gateway hands on what the results service answers.
            var client = new Client(gateway.url(), gateway.url());
            for (ServiceProcess each : List.of(gateway, features, heads, analysis, results)) {
                client.ready(each);
            }
            client.dataset("digits");
            client.checkpoint("supervised", "checkpoints/resnet50w8_supervised.pth");
            client.checkpoint("mocov2", "checkpoints/resnet50w8_mocov2.pth.tar");
            client.checkpoint("pycontrast", "checkpoints/resnet50w8_pycontrast.pth");

            String id = StandaloneIT.id(client.post(
                    "/v1/evaluations",
                    "{\"backbones\":[\"supervised\",\"mocov2\",\"pycontrast\"],\"tasks\":[{\"kind\":\"linear\",\"dataset\":\"digits\"},"
                            + "{\"kind\":\"few-shot\",\"dataset\":\"digits\"}]}",
                    "traceparent",
                    "00-" + ASKED + "-b7ad6b7169203331-01"));

            assertThat(client.ended(id).path("state").asText()).isEqualTo("completed");
            Client.await(30, () -> StandaloneIT.count(client) == 6);
            assertThat(StandaloneIT.scores(client)).containsExactlyInAnyOrderEntriesOf(Expected.scores());
            assertThat(StandaloneIT.published(client).path("panels").size()).isGreaterThan(60);
            assertThat(client.page("/").body()).contains("supervised");
            assertThat(client.page("/assets/carryover.css").statusCode()).isEqualTo(200);
            var traces = new JobTraces(collector);
            traces.complete(id, ASKED);
            traces.requests();
            assertThat(results.stop()).isIn(0, 143);
            assertThat(client.page("/v1/leaderboard").statusCode()).isEqualTo(503);
            assertThat(client.page("/v1/leaderboard").body()).contains("RESULTS_UNAVAILABLE");
            for (ServiceProcess each : List.of(heads, features, analysis, gateway)) {
                assertThat(each.stop()).as("exit status").isIn(0, 143);
            }
        }
    }

    private static Map<String, String> settings(Path folder) {
        TestInfrastructure infrastructure = TestInfrastructure.shared();
        String prefix = infrastructure.freshPrefix();
        try (var topics =
                new TopicsAdmin(KafkaSettings.of(infrastructure.bootstrap()).withPrefix(prefix))) {
            topics.init(Queue.SERVED, QueueSettings.SINGLE_BROKER);
        }
        Map<String, String> settings = ServiceSettings.withoutKafka(folder);
        settings.put("carryover.kafka.bootstrap", infrastructure.bootstrap());
        settings.put("carryover.kafka.prefix", prefix);
        return settings;
    }

    private static ServiceProcess service(String name, Map<String, String> settings, Path folder) throws Exception {
        return ServiceProcess.start("services/" + name, ServiceProcess.freePort(), settings, Map.of(), folder);
    }
}
