/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.api.LeaderboardView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.results.Leaderboards;
import io.carryover.results.Tenants;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Numbers, ranked. */
@Path("/v1/leaderboard")
@Tag(name = "results")
@Produces(MediaType.APPLICATION_JSON)
public class LeaderboardResource {
    private final Leaderboards boards;
    private final Tenants tenants;

    @Inject
    LeaderboardResource(Leaderboards boards, Tenants tenants) {
        this.boards = boards;
        this.tenants = tenants;
    }

    /** Backbones ranked. */
    @GET
    @Operation(
            summary = "Backbones ranked",
            description =
                    "The one variant asked for; or the one with most results, and in columns that were never measured with it their own.")
    public LeaderboardView leaderboard(
            @BeanParam FilterParams filter, @QueryParam("variant") @Nullable String variant) {
        return BoardView.of(boards.board(tenants.current(), filter.filter(), FilterParams.text(variant)));
    }

    /** Failures of this resource. */
    @ServerExceptionMapper
    public Response failure(CarryoverException failure) {
        return Problems.of(failure);
    }
}
