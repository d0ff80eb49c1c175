/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.Queue;
import io.carryover.messaging.TopicsAdmin;
import io.carryover.storage.StoreNeeds;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Looks at Kafka and the object store directly, where the environment names them. */
final class ClusterDoctor {
    private final Map<String, String> environment;
    private final Clock clock;

    ClusterDoctor(Map<String, String> environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    List<Finding> all() {
        var findings = new ArrayList<Finding>();
        if (environment.containsKey("CARRYOVER_KAFKA_BOOTSTRAP")) {
            findings.addAll(kafka());
        }
        if (environment.containsKey("CARRYOVER_S3_ENDPOINT")) {
            findings.add(looked("bucket " + ClusterSettings.bucket(environment), () -> {
                try (var store = ClusterSettings.store(environment)) {
                    StoreNeeds.check(store, "doctor/" + clock.instant() + "/");
                    return "writable, and honours If-None-Match: *, also of several at once";
                }
            }));
        }
        return findings;
    }

    /** Share groups, version and settings as `admin init` makes them; the first queue whose broker is away speaks for all. */
    private List<Finding> kafka() {
        var findings = new ArrayList<Finding>();
        for (Queue queue : Queue.SERVED) {
            findings.add(looked("topics and share group of " + queue, () -> {
                try (var topics = new TopicsAdmin(ClusterSettings.kafka(environment))) {
                    return "a job belongs to its worker for %d s at a time"
                            .formatted(topics.check(queue).toSeconds());
                }
            }));
            if (findings.getLast().found().startsWith(ErrorCode.BROKER_UNAVAILABLE.name())) {
                return findings;
            }
        }
        return findings;
    }

    private Finding looked(String what, Supplier<String> look) {
        long began = clock.millis();
        try {
            String found = look.get();
            return Finding.ok(what, "%s (%d ms)".formatted(found, clock.millis() - began));
        } catch (CarryoverException e) {
            return Finding.mend(what, e.code() + " " + e.getMessage(), e.code().remedy());
        } catch (RuntimeException e) {
            // An address that is none, a store that does other than S3: whatever it is, it is said and looked at next.
            return Finding.mend(
                    what, String.valueOf(e.getMessage()), "Check the settings of this: docs/configuration.md.");
        }
    }
}
