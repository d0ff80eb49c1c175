/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.job;

import io.carryover.gateway.core.run.Republication;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/republications}. */
@Path("/v1/republications")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "workers and queues")
public class RepublicationsResource {
    private final Republication republication;

    @Inject
    RepublicationsResource(Republication republication) {
        this.republication = republication;
    }

    /** Sends again. */
    @POST
    @Operation(
            operationId = "republishResults",
            summary = "Send all results that stand to their topic again",
            description = """
                    For operators, after the topic was lost: the gateway's database has every record that stands. Readers pass over what
                    they have.""")
    public Republication.Report republish() {
        return republication.republish();
    }
}
