/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.analysis;

import io.carryover.contracts.api.AnalysisRequest;
import io.carryover.contracts.api.AnalysisView;
import io.carryover.contracts.api.Page;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.gateway.api.Tenants;
import io.carryover.gateway.api.http.Cursors;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1/analysis}. */
@Path("/v1/analysis")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "analysis")
public class AnalysisResource {
    private final Analyses analyses;
    private final Tenants tenants;

    @Inject
    AnalysisResource(Analyses analyses, Tenants tenants) {
        this.analyses = analyses;
        this.tenants = tenants;
    }

    /** Takes a wish. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "postAnalysis",
            summary = "Correlate and rank what was measured, or the study's tables",
            description = """
                    Without a reference all is held against the dataset of pretraining, or against the task that most models have.
                    The same request over the same scores is the same analysis, computed once. Each evaluation has one of its own,
                    without being asked, once it has ended: see its field analysis.""")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = AnalysisRequest.class),
                            examples =
                                    @ExampleObject(
                                            name = "example",
                                            value = "{\"source\": \"published\", \"reference\": \"imagenet\"}")))
    @APIResponse(
            responseCode = "202",
            description = "Taken; Location is where it stands",
            content = @Content(schema = @Schema(implementation = AnalysisView.class)))
    public Response post(@Nullable AnalysisRequest request) {
        if (request == null) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, "body: missing");
        }
        AnalysisView view = analyses.request(tenants.current(), request);
        return Response.accepted(view)
                .location(URI.create("/v1/analysis/" + view.id()))
                .build();
    }

    /** Lists. */
    @GET
    @Operation(operationId = "listAnalyses", summary = "List analyses, newest first")
    public Page<AnalysisView> list(
            @Parameter(description = "From the page before: its field next") @QueryParam("cursor") @Nullable
                    String cursor,
            @Parameter(description = "1 to 200", schema = @Schema(implementation = Integer.class))
                    @QueryParam("limit")
                    @DefaultValue(Cursors.LIMIT)
                    String limit) {
        return analyses.page(tenants.current(), Cursors.parse(cursor, Long.MAX_VALUE), Cursors.limit(limit));
    }

    /** Shows one. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getAnalysis", summary = "Show where an analysis stands, and its links when it is done")
    public AnalysisView get(@PathParam("id") String id) {
        return analyses.view(tenants.current(), parse(id));
    }

    /** The document of correlations. */
    @GET
    @Path("{id}/correlations")
    @Operation(
            operationId = "getCorrelations",
            summary = "Get the correlations",
            description = "The document that `carryover analyze correlations --json` prints of the same scores.")
    @APIResponse(
            responseCode = "200",
            description = "The document",
            content = @Content(schema = @Schema(implementation = Object.class)))
    public InputStream correlations(@PathParam("id") String id) {
        return analyses.document(tenants.current(), parse(id), "correlations");
    }

    /** The document of ranks. */
    @GET
    @Path("{id}/ranking")
    @Operation(
            operationId = "getRanking",
            summary = "Get the ranking",
            description = "The document that `carryover analyze ranking --json` prints of the same scores.")
    @APIResponse(
            responseCode = "200",
            description = "The document",
            content = @Content(schema = @Schema(implementation = Object.class)))
    public InputStream ranking(@PathParam("id") String id) {
        return analyses.document(tenants.current(), parse(id), "ranking");
    }

    private static EvaluationId parse(String id) {
        try {
            return new EvaluationId(id);
        } catch (IllegalArgumentException e) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, "no such analysis", e);
        }
    }
}
