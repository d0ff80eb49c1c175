/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.Tenants;
import io.carryover.results.export.ModelIndex;
import io.carryover.results.export.YamlText;
import io.carryover.results.store.ResultTable;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Results for a model card. Not below {@code /v1/backbones}: those are the gateway's. */
@Path("/v1/model-index")
@Tag(name = "results")
@Produces({"application/yaml", MediaType.APPLICATION_JSON})
public class ModelIndexResource {
    private static final List<Format> FORMATS = List.of(Format.YAML, Format.JSON);

    private final ResultTable results;
    private final Tenants tenants;

    @Inject
    ModelIndexResource(ResultTable results, Tenants tenants) {
        this.results = results;
        this.tenants = tenants;
    }

    /** The model-index of a backbone. */
    @GET
    @Operation(
            operationId = "modelIndex",
            summary = "Results of one backbone as Hugging Face's model-index",
            description = "Front matter for the top of a model card's README.md, or with format=json the same as JSON.")
    @APIResponse(
            responseCode = "200",
            description = "The model-index",
            content = {
                @Content(mediaType = "application/yaml", schema = @Schema(implementation = String.class)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ModelIndex.class))
            })
    public Response of(
            @BeanParam FilterParams filter,
            @QueryParam("format") @Nullable String format,
            @Context HttpHeaders headers) {
        Format wanted = Format.of(format, headers.getAcceptableMediaTypes(), FORMATS);
        String backbone = filter.filter()
                .backbone()
                .orElseThrow(() -> new CarryoverException(
                        ErrorCode.INVALID_REQUEST, "backbone: missing; a model-index is of one backbone"));
        List<ResultRecord> records = results.standing(tenants.current(), filter.filter());
        if (records.isEmpty()) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, "no results of a backbone '" + backbone + "'");
        }
        ModelIndex index = ModelIndex.of(records);
        return wanted.answer(wanted == Format.JSON ? index : YamlText.frontMatter(index), backbone + ".model-index");
    }

    /** Failures of this resource. */
    @ServerExceptionMapper
    public Response failure(CarryoverException failure) {
        return Problems.of(failure);
    }
}
