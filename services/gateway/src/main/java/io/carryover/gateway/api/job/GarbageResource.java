/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.job;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.gateway.api.Tenants;
import io.carryover.gateway.core.garbage.Garbage;
import io.carryover.gateway.core.garbage.GarbageReport;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1/garbage}. */
@Path("/v1/garbage")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "workers and queues")
public class GarbageResource {
    private final Garbage garbage;
    private final Tenants tenants;
    private final Clock clock = Clock.systemUTC();

    @Inject
    GarbageResource(Garbage garbage, Tenants tenants) {
        this.garbage = garbage;
        this.tenants = tenants;
    }

    /** Makes a pass. */
    @POST
    @Operation(
            operationId = "collectGarbage",
            summary = "Remove from the object store what no result, wish or registration needs",
            description = """
                    What is old and needed by nobody is marked in one pass and deleted in a later one, an hour apart at least.
                    Asked by an operator; where nobody is asked who he is, only from the machine itself.""")
    public GarbageReport collect(
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun, @Context HttpServerRequest request) {
        if (tenants.caller().isEmpty()) {
            requireLoopback(request.remoteAddress());
        }
        return dryRun ? garbage.look(clock.instant()) : garbage.collect(clock.instant());
    }

    private static void requireLoopback(@Nullable SocketAddress from) {
        String address = from == null ? "" : String.valueOf(from.hostAddress());
        try {
            if (!address.isEmpty() && InetAddress.getByName(address).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException e) {
            // Nobody that we know.
        }
        throw new CarryoverException(ErrorCode.FORBIDDEN, "taken only from loopback, not from '%s'".formatted(address));
    }
}
