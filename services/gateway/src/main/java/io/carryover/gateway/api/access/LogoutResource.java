/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Signs browsers out: their session is of no use to anybody afterwards. */
@Path("/logout")
@Blocking
public class LogoutResource {
    private final Keys keys;

    @Inject
    LogoutResource(Keys keys) {
        this.keys = keys;
    }

    /** Ends the session. */
    @POST
    @Operation(hidden = true)
    public Response signOut(@Context HttpServerRequest request) {
        Session.of(request).ifPresent(keys::close);
        Session.take(request);
        return Response.seeOther(URI.create("/login")).build();
    }
}
