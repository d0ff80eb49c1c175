/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.LocalSystem;
import io.carryover.contracts.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a queue run empty. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = {
            "Release no more jobs of a queue.",
            "What was released before runs to its end, the others wait and say why; --undo lets them go.",
            "To drain one worker, end its process with SIGTERM (kubectl drain does): it hands its job back.",
        })
public final class DrainCommand implements Callable<Integer> {
    @Mixin
    final Output output = new Output();

    @Option(
            names = "--queue",
            required = true,
            paramLabel = "KIND.DEVICE",
            description = "The queue, such as heads.cpu.")
    String queue = "";

    @Option(names = "--undo", description = "Release its jobs again.")
    boolean undo;

    @Override
    public Integer call() {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            GatewayClient client = system.client();
            String path = "/v1/queues/" + GatewayClient.segment(queue) + "/drain";
            JsonNode view = undo ? Json.read(client.deleted(path), JsonNode.class) : client.ask(path);
            output.done(line(view), view);
            return 0;
        }
    }

    private String line(JsonNode view) {
        JsonNode jobs = view.path("jobs");
        long released = jobs.path("released").asLong()
                + jobs.path("running").asLong()
                + jobs.path("cancelling").asLong();
        long waiting = jobs.path("queued").asLong() + jobs.path("planned").asLong();
        return undo
                ? "%s: %d jobs wait and are released again".formatted(queue, waiting)
                : "%s is drained: %d jobs that were released end first, %d wait".formatted(queue, released, waiting);
    }
}
