/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.EvaluationCell;
import io.carryover.gateway.api.Tenants;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/evaluations/{id}/cells}. */
@Path("/v1/evaluations/{id}/cells")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "evaluations")
public class CellsResource {
    private final Evaluations evaluations;
    private final Reruns reruns;
    private final Tenants tenants;

    @Inject
    CellsResource(Evaluations evaluations, Reruns reruns, Tenants tenants) {
        this.evaluations = evaluations;
        this.reruns = reruns;
        this.tenants = tenants;
    }

    /** Shows its cells. */
    @GET
    @Operation(operationId = "getEvaluationCells", summary = "List what an evaluation asked for", description = """
                    Every backbone × every task, with the job that computes the number: results carry that job's key.""")
    public List<EvaluationCell> cells(@PathParam("id") String id) {
        return evaluations.cells(tenants.current(), EvaluationsResource.parse(id));
    }

    /** Computes one again. */
    @POST
    @Path("{position}/rerun")
    @Operation(operationId = "rerunCell", summary = "Compute the number of a cell again", description = """
                    For operators. The job that computed it runs once more on the same features, and its number takes the place of the old one
                    with a higher revision; the old one stays in the results topic. Cells that share the job get the new number,
                    too. A cell that failed is tried again by POST /v1/evaluations/{id}/retry.""")
    @APIResponse(
            responseCode = "202",
            description = "Taken",
            content = @Content(schema = @Schema(implementation = EvaluationCell.class)))
    public Response rerun(
            @PathParam("id") String id,
            @Parameter(
                            description = "Its place in the list of cells, from 0",
                            schema = @Schema(implementation = Integer.class))
                    @PathParam("position")
                    String position) {
        return Response.accepted(reruns.rerun(tenants.current(), EvaluationsResource.parse(id), position))
                .build();
    }
}
