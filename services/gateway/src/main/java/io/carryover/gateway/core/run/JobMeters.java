/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.machine.Input;
import io.carryover.contracts.machine.Job;
import io.carryover.contracts.machine.JobState;
import io.carryover.gateway.core.table.JobRow;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is counted about jobs as they change; counts only what is committed. */
@ApplicationScoped
public class JobMeters {
    private final MeterRegistry registry;
    private final AfterCommit afterCommit;

    JobMeters(MeterRegistry registry, AfterCommit afterCommit) {
        this.registry = registry;
        this.afterCommit = afterCommit;
    }

    void changed(JobRow row, Job before, Job after, Input input) {
        String queue = row.queue;
        if (after.run() == before.run() && after.tally().dead() > before.tally().dead()) {
            count("carryover.attempts.lost", "queue", queue);
        }
        if (input instanceof Input.Said(var event, var _)
                && before.state().current().filter(event.attempt().attempt()::equals).isPresent()) {
            outcome(event).ifPresent(name -> count(
                    "carryover.attempts", "queue", queue, "outcome", name, "error_class", errorClass(event)));
        }
        if (!before.state().ended() && after.state().ended() && row.startedAt != null) {
            ended(queue, after.state(), row.startedAt, row.endedAt);
        }
    }

    void resultWritten() {
        count("carryover.results");
    }

    private void ended(String queue, JobState state, Instant from, @Nullable Instant to) {
        if (to != null && !to.isBefore(from)) {
            afterCommit.then(() -> Timer.builder("carryover.job.duration")
                    .tags("queue", queue, "outcome", state.name())
                    .serviceLevelObjectives(
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(10),
                            Duration.ofMinutes(1),
                            Duration.ofMinutes(10),
                            Duration.ofHours(1),
                            Duration.ofHours(10))
                    .register(registry)
                    .record(Duration.between(from, to)));
        }
    }

    private static Optional<String> outcome(WorkerEvent.OfJob event) {
        return switch (event) {
            case WorkerEvent.Started _, WorkerEvent.Heartbeat _ -> Optional.empty();
            case WorkerEvent.Succeeded _ -> Optional.of("succeeded");
            case WorkerEvent.AttemptFailed _ -> Optional.of("failed");
            case WorkerEvent.HandedBack _ -> Optional.of("handed-back");
            case WorkerEvent.Stalled _ -> Optional.of("stalled");
            case WorkerEvent.Stopped _ -> Optional.of("stopped");
        };
    }

    private static String errorClass(WorkerEvent.OfJob event) {
        return event instanceof WorkerEvent.AttemptFailed failed
                ? failed.code().errorClass().name().toLowerCase(java.util.Locale.ROOT)
                : "none";
    }

    private void count(String name, String... tags) {
        afterCommit.then(() -> registry.counter(name, tags).increment());
    }
}
