/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.job;

import io.carryover.contracts.api.Page;
import io.carryover.gateway.core.Workers;
import io.carryover.gateway.core.Workers.LiveWorker;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/workers}. */
@Path("/v1/workers")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "workers and queues")
public class WorkersResource {
    private final Workers workers;

    @Inject
    WorkersResource(Workers workers) {
        this.workers = workers;
    }

    /** Lists. */
    @GET
    @Operation(operationId = "listWorkers", summary = "List the workers that were heard of lately")
    public Page<LiveWorker> list() {
        return new Page<>(workers.live(), Optional.empty());
    }
}
