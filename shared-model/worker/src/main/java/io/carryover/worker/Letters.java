/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.json.Json;
import io.carryover.messaging.Delivery;
import java.util.Optional;

/** Reads jobs from bytes. */
final class Letters {
    private Letters() {}

    /** @throws CarryoverException UNKNOWN_VERSION, INVALID_REQUEST */
    static JobMessage read(Delivery delivery) {
        return Json.readVersioned(delivery.value(), JobMessage.class, JobMessage.VERSION);
    }

    /** A fresh attempt of a job. */
    static Attempt attempt(JobMessage message, String attempt, WorkerId worker) {
        return new Attempt(message.job(), message.run(), message.dispatch(), new AttemptId(attempt), worker);
    }

    /** Whose job it is, as far as that can be made out of a message that can't be read whole. */
    static Optional<Attempt> sender(Delivery delivery, String attempt, WorkerId worker) {
        try {
            JsonNode tree = Json.read(delivery.value(), JsonNode.class);
            return Optional.of(new Attempt(
                    new JobKey(tree.path("job").asText()),
                    tree.path("run").asInt(),
                    new DispatchId(tree.path("dispatch").asText()),
                    new AttemptId(attempt),
                    worker));
        } catch (CarryoverException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
