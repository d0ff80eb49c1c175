/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.results.ResultsConfig;
import io.carryover.results.Tenants;
import io.carryover.results.log.ResultsLog;
import io.carryover.results.store.LogState;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** What the service holds, and reading it all again: for operators. */
@Path("/v1/results-state")
@Tag(name = "administration")
@Produces(MediaType.APPLICATION_JSON)
public class RebuildResource {
    private final ResultsLog log;
    private final LogState state;
    private final Tenants tenants;
    private final ResultsConfig config;

    @Inject
    RebuildResource(ResultsLog log, LogState state, Tenants tenants, ResultsConfig config) {
        this.log = log;
        this.state = state;
        this.tenants = tenants;
        this.config = config;
    }

    /**
     * What the service holds.
     *
     * @param caughtUp whether all was read that the topic held when reading began
     * @param digest over every row: equal states have equal digests
     */
    public record StateView(boolean caughtUp, LogState.Counts counts, Sha256 digest) {}

    /** What the service holds. */
    @GET
    @Operation(summary = "What the results service holds, with a digest over it")
    public StateView state() {
        return new StateView(log.caughtUp(), state.counts(tenants.current()), state.digest());
    }

    /** Failures of this resource. */
    @ServerExceptionMapper
    public Response failure(CarryoverException failure) {
        return Problems.of(failure);
    }
}
