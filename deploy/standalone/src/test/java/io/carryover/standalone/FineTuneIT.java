/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of hours live through the death of their process, and lose nothing where it is told to end. */
class FineTuneIT {
    private static final int STEPS = 24;
    /** Of four points and of the run that is scored. */
    private static final int ALL_STEPS = 5 * STEPS;

    private static final Pattern HANDED_BACK = Pattern.compile("handed back after (\\d+) steps");

    /** Seconds that trainings may take: a step of four seconds on a slow machine with others beside it fails no test. */
    private static final int PATIENCE = 900;

    private static final int SAVE_SECONDS = 1;
    private static final int NEVER = 3600;

    private static final String BODY =
            "{\"backbones\":[\"byol\"],\"tasks\":[{\"kind\":\"finetune\",\"dataset\":\"digits\",\"grid\":\"small\",\"steps\":"
                    + STEPS + "}]}";

    @Test
    void aFineTuneThatWasKilledTwiceAndStoppedOnceEndsWithTheSameScore(@TempDir Path folder) throws Exception {
        JsonNode whole;
        try (ServiceProcess system = start(folder, "whole", SAVE_SECONDS)) {
            var client = new Client(system.url(), system.url());
            post(client, system);
            whole = result(client);
            assertThat(client.metric("carryover_train_steps_total")).isEqualTo(ALL_STEPS);
        }

        String id;
        int handedBack;
        try (ServiceProcess system = start(folder, "killed", SAVE_SECONDS)) {
            var client = new Client(system.url(), system.url());
            id = post(client, system);
            after(10, client);
            system.kill();
        }
        try (ServiceProcess system = start(folder, "killed", SAVE_SECONDS)) {
            var client = new Client(system.url(), system.url());
            client.ready(system);
            after(6, client);
            system.kill();
        }
        try (ServiceProcess system = start(folder, "killed", NEVER)) {
            var client = new Client(system.url(), system.url());
            client.ready(system);
            after(4, client);
            system.stop(); // it saves what it trained, although it wasn't time to
            handedBack = HANDED_BACK
                    .matcher(system.log())
                    .results()
                    .mapToInt(found -> Integer.parseInt(found.group(1)))
                    .sum();
            assertThat(handedBack).isPositive();
        }
        try (ServiceProcess system = start(folder, "killed", SAVE_SECONDS)) {
            var client = new Client(system.url(), system.url());
            client.ready(system);
            assertThat(client.ended(id, PATIENCE).path("state").asText()).isEqualTo("completed");
            JsonNode resumed = result(client);

            for (String field : new String[] {"value", "lo", "hi", "best", "grid"}) {
                assertThat(resumed.findValue(field)).as(field).isNotNull().isEqualTo(whole.findValue(field));
            }
            assertThat(client.metric("carryover_train_steps_total"))
                    .as("nothing that was handed back is trained again")
                    .isLessThanOrEqualTo(ALL_STEPS - handedBack);
        }
    }

    private static String post(Client client, ServiceProcess system) throws Exception {
        client.ready(system);
        client.dataset("digits");
        client.checkpoint("byol", "checkpoints/resnet50w8_byol.pth");
        return StandaloneIT.id(client.post("/v1/evaluations", BODY));
    }

    private static void after(int steps, Client client) throws Exception {
        Client.await(PATIENCE, () -> {
            try {
                return client.metric("carryover_train_steps_total") >= steps;
            } catch (IOException | InterruptedException e) {
                return false;
            }
        });
    }

    /** The one result, with what its output says. */
    private static JsonNode result(Client client) throws Exception {
        Client.await(PATIENCE, () -> StandaloneIT.count(client) == 1);
        String id = client.results("/v1/results?limit=10")
                .path("items")
                .path(0)
                .path("result")
                .asText();
        return client.results("/v1/results/" + id);
    }

    private static ServiceProcess start(Path folder, String home, int saveSeconds) throws IOException {
        return ServiceProcess.start(
                "deploy/standalone",
                ServiceProcess.freePort(),
                Map.of("carryover.finetune.save-seconds", String.valueOf(saveSeconds)),
                Map.of("CARRYOVER_HOME", folder.resolve(home).toString()),
                Files.createDirectories(folder.resolve(home + "-log")));
    }
}
