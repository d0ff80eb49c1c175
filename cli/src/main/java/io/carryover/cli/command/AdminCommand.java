/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.cli.system.LocalSystem;
import io.carryover.contracts.job.Queue;
import io.carryover.messaging.QueueSettings;
import io.carryover.messaging.TopicsAdmin;
import io.carryover.storage.StoreNeeds;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What operators do once, or after an accident. */
@Command(
        name = "admin",
        mixinStandardHelpOptions = true,
        description = "Set up, check and repair an installation.",
        synopsisSubcommandLabel =
                "(init | check | requeue | rerun | drain | rebuild-results | republish-results | gc | keys)",
        subcommands = {
            CheckCommand.class,
            RequeueCommand.class,
            RerunCommand.class,
            DrainCommand.class,
            KeysCommand.class
        })
public final class AdminCommand {
    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            description = {
                "Make topics, dead-letter topics, group settings and the bucket; run again, it changes nothing.",
                "Reads CARRYOVER_KAFKA_BOOTSTRAP, CARRYOVER_KAFKA_PREFIX, CARRYOVER_KAFKA_SECURITY_... (FILE: a client.properties)",
                "and CARRYOVER_S3_ENDPOINT, _BUCKET, _ACCESS_KEY, _SECRET_KEY.",
            })
    int init(
            @Mixin Output output,
            @Option(
                            names = "--queue",
                            paramLabel = "KIND.DEVICE",
                            description = "Queues (default: those of the services).")
                    @Nullable
                    List<String> queues,
            @Option(names = "--single-broker", description = "One replica of everything.") boolean singleBroker) {
        Map<String, String> environment = System.getenv();
        List<Queue> wanted = queues == null
                ? Queue.SERVED
                : queues.stream().map(Queue::parse).toList();
        try (var topics = new TopicsAdmin(ClusterSettings.kafka(environment))) {
            topics.init(wanted, singleBroker ? QueueSettings.SINGLE_BROKER : QueueSettings.CLUSTER);
        }
        String bucket = ClusterSettings.bucket(environment);
        try (var store = ClusterSettings.store(environment)) {
            store.ensureBucket();
            StoreNeeds.check(store, "doctor/" + Clock.systemUTC().instant() + "/");
        }
        output.done(
                "topics and groups of %s and bucket %s are there".formatted(wanted, bucket),
                Map.of("queues", wanted, "bucket", bucket));
        return 0;
    }

    @Command(
            name = "rebuild-results",
            mixinStandardHelpOptions = true,
            description = "Drop the results service's tables and read the results topic from zero.")
    int rebuildResults(@Mixin Output output) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            system.client().post("/v1/results/rebuild");
            output.done("results are read again from their topic", Map.of("state", "rebuilding"));
            return 0;
        }
    }

    @Command(
            name = "republish-results",
            mixinStandardHelpOptions = true,
            description =
                    "Send all results that stand to their topic again, after that was lost; readers pass over what they have.")
    int republishResults(@Mixin Output output) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            JsonNode report = system.client().ask("/v1/republications");
            output.done(
                    "%d results and %d tables are sent again"
                            .formatted(
                                    report.path("results").asLong(),
                                    report.path("tables").asLong()),
                    report);
            return 0;
        }
    }

    @Command(
            name = "gc",
            mixinStandardHelpOptions = true,
            description = {
                "Remove from the object store what no result, wish or registration needs.",
                "What is found is deleted by the next pass, an hour later at least; the system makes one a day by itself.",
            })
    int gc(
            @Mixin Output output,
            @Option(names = "--dry-run", description = "Change nothing, say what would be done.") boolean dryRun) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            JsonNode report = system.client().ask("/v1/garbage?dryRun=" + dryRun);
            if (output.json) {
                output.json(report);
                return report.hasNonNull("refused") ? 1 : 0;
            }
            output.say(
                    "%d objects: %d needed, %d too young to tell, %d %smarked, %d (%d bytes) %sdeleted; %d uploads dropped"
                            .formatted(
                                    report.path("objects").asLong(),
                                    report.path("needed").asLong(),
                                    report.path("young").asLong(),
                                    report.path("marked").asLong(),
                                    dryRun ? "would be " : "",
                                    report.path("deleted").asLong(),
                                    report.path("deletedBytes").asLong(),
                                    dryRun ? "would be " : "",
                                    report.path("uploads").asLong()));
            if (report.hasNonNull("refused")) {
                output.say("nothing is collected: " + report.path("refused").asText());
                return 1;
            }
            return 0;
        }
    }
}
