/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.json.Json;
import io.carryover.messaging.Earlier;
import io.carryover.storage.JobArtifacts;
import io.carryover.storage.ObjectStore;
import java.util.UUID;

/**
 * A worker of another release, simulated: its messages are the golden files of history, told whom they are about. A later
 * one adds fields that this release doesn't know.
 */
final class OtherWorker {
    private static final String EVENTS = "carryover.events";

    private final String name = "other-" + UUID.randomUUID();
    private final Queue queue;
    private final int reads;
    private final boolean later;

    /**
     * @param reads newest version of jobs that it reads
     * @param later whether it is of a later release than this one
     */
    OtherWorker(Queue queue, int reads, boolean later) {
        this.queue = queue;
        this.reads = reads;
        this.later = later;
    }

    /** Says that it is free. */
    void announce() {
        ObjectNode event =
                Earlier.message("worker-event/v1-announced").put("worker", name).put("state", "idle");
        event.remove("reason");
        event.putArray("queues").add(queue.id());
        event.putObject("specVersions").put(queue.id(), reads);
        say(name, event);
    }

    /** Does a job to its end, from the record that it found. */
    void run(JobMessage job, ObjectStore store) {
        AttemptId attempt = new AttemptId(UUID.randomUUID().toString());
        String key = job.job().value();
        say(key, of("worker-event/v1-started", job, attempt));
        say(key, of("worker-event/v1-heartbeat", job, attempt));
        new JobArtifacts(store).commit(outcome(job.job(), attempt));
        say(key, of("worker-event/v1-succeeded", job, attempt).put("committedBy", attempt.value()));
    }

    /** Goes. */
    void leave() {
        say(name, Earlier.message("worker-event/v1-left").put("worker", name));
    }

    private ObjectNode of(String file, JobMessage job, AttemptId attempt) {
        ObjectNode event = Earlier.message(file);
        ObjectNode who = (ObjectNode) event.path("attempt");
        who.put("job", job.job().value())
                .put("run", job.run())
                .put("dispatch", job.dispatch().value())
                .put("attempt", attempt.value())
                .put("worker", name);
        if (later) {
            who.put("addedLater", 7);
        }
        return event;
    }

    private static Outcome outcome(JobKey job, AttemptId attempt) {
        ObjectNode outcome =
                Earlier.message("outcome/v1-slept").put("job", job.value()).put("attempt", attempt.value());
        // Its artifact is not in the store.
        outcome.putObject("artifacts");
        return Json.readVersioned(Json.bytes(outcome), Outcome.class, Outcome.VERSION);
    }

    private void say(String key, ObjectNode event) {
        if (later) {
            event.putObject("addedLater").put("x", 1);
        }
        JobsTopic.send(EVENTS, key, Json.bytes(event));
    }
}
