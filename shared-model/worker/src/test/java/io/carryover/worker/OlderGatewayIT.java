/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.json.Json;
import io.carryover.messaging.Earlier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * This release's worker under an older gateway. The gateway is simulated: it says what the golden files of history say, and
 * reads of the worker's events what those files hold.
 */
class OlderGatewayIT {
    private static final Map<String, String> HEARD = Map.of(
            "announced", "v1-announced",
            "started", "v1-started",
            "heartbeat", "v1-heartbeat",
            "succeeded", "v1-succeeded",
            "left", "v1-left");

    @Test
    void aJobOfAnOlderGatewayIsDoneAndToldInWordsThatItKnows(@TempDir Path scratch) {
        ObjectNode job = Earlier.message("job-message/v1-sleep")
                .put("queue", Jobs.QUEUE.id())
                .put("dispatch", "d-older");
        ((ObjectNode) job.path("spec")).put("steps", 4).put("stepMillis", 400);
        JobKey key = new JobKey(job.path("job").asText());
        try (Site site = Site.shared(Duration.ofSeconds(20))) {
            // What that gateway has ever said of other jobs lies on control.
            ObjectNode control = Earlier.message("control-state/v1-stopped").put("job", "f".repeat(64));
            site.send(site.kafka.topics().control(), "f".repeat(64), Json.bytes(control));
            try (WorkerMain.Running worker = site.worker("newer", scratch)) {
                site.send(site.kafka.topics().jobs(Jobs.QUEUE), key.value(), Json.bytes(job));

                WorkerEvent.Succeeded done = site.await(
                        WorkerEvent.Succeeded.class, e -> e.attempt().job().equals(key));
                assertThat(done.attempt().dispatch().value()).isEqualTo("d-older");
                assertThat(worker.loop().condition().state()).isNotEqualTo(WorkerLoop.State.LEFT);
            }
            site.await(WorkerEvent.Left.class, e -> e.worker().value().equals("newer"));

            assertThat(site.raw()).extracting(OlderGatewayIT::type).containsAll(HEARD.keySet());
            for (JsonNode event : site.raw()) {
                String golden = HEARD.get(type(event));
                assertThat(golden).as(type(event)).isNotNull();
                assertThat(Earlier.missing(Earlier.message("worker-event/" + golden), event))
                        .as("what an older gateway doesn't find in %s", event)
                        .isEmpty();
            }
        }
    }

    private static String type(JsonNode event) {
        return event.path("type").asText();
    }
}
