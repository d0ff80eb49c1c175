/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.api.ComparisonView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.results.Tenants;
import io.carryover.results.compare.Comparisons;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Two backbones beside each other. */
@Path("/v1/compare")
@Tag(name = "results")
@Produces(MediaType.APPLICATION_JSON)
public class CompareResource {
    private final Comparisons comparisons;
    private final Tenants tenants;

    @Inject
    CompareResource(Comparisons comparisons, Tenants tenants) {
        this.comparisons = comparisons;
        this.tenants = tenants;
    }

    /** Two backbones on the tasks that both have. */
    @GET
    @Operation(
            summary = "Two backbones, paired image by image or episode by episode",
            description =
                    "Differences are a − b, on every task that both have a result for under the same protocol and version,"
                            + " grid and kind of features. Refused: UNKNOWN_BACKBONE (422), the same backbone twice (400), no task"
                            + " in common (404). A task whose artifacts don't allow pairs is there with its obstacle.")
    public ComparisonView compare(
            @Parameter(description = "name of the first backbone") @QueryParam("a") @Nullable String a,
            @Parameter(description = "name of the second backbone") @QueryParam("b") @Nullable String b) {
        if (a == null || a.isBlank() || b == null || b.isBlank()) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, "give two backbones: /v1/compare?a=A&b=B");
        }
        return comparisons.of(tenants.current(), a, b);
    }

    /** Failures of this resource. */
    @ServerExceptionMapper
    public Response failure(CarryoverException failure) {
        return Problems.of(failure);
    }
}
