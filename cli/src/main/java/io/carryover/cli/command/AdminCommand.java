/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.cli.system.LocalSystem;
import io.carryover.contracts.job.Queue;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.QueueSettings;
import io.carryover.messaging.TopicsAdmin;
import io.carryover.storage.S3ObjectStore;
import io.carryover.storage.S3Settings;
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
        description = "Set up and repair an installation.",
        synopsisSubcommandLabel = "(init | rebuild-results | gc | keys)",
        subcommands = KeysCommand.class)
public final class AdminCommand {
    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            description = {
                "Make topics, dead-letter topics, group settings and the bucket; run again, it changes nothing.",
                "Reads CARRYOVER_KAFKA_BOOTSTRAP, CARRYOVER_KAFKA_PREFIX and CARRYOVER_S3_ENDPOINT, _BUCKET, _ACCESS_KEY,",
                "_SECRET_KEY.",
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
        KafkaSettings kafka = KafkaSettings.of(environment.getOrDefault("CARRYOVER_KAFKA_BOOTSTRAP", "127.0.0.1:9092"))
                .withPrefix(environment.getOrDefault("CARRYOVER_KAFKA_PREFIX", ""));
        try (var topics = new TopicsAdmin(kafka)) {
            topics.init(wanted, singleBroker ? QueueSettings.SINGLE_BROKER : QueueSettings.CLUSTER);
        }
        String bucket = environment.getOrDefault("CARRYOVER_S3_BUCKET", "carryover");
        try (var store = new S3ObjectStore(S3Settings.of(
                environment.getOrDefault("CARRYOVER_S3_ENDPOINT", "http://127.0.0.1:9000"),
                bucket,
                environment.getOrDefault("CARRYOVER_S3_ACCESS_KEY", "carryover"),
                environment.getOrDefault("CARRYOVER_S3_SECRET_KEY", "carryover")))) {
            store.ensureBucket();
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
