/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.api.EvaluationCell;
import io.carryover.contracts.api.ReportRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.results.Tenants;
import io.carryover.results.artifacts.SharedBootstrap;
import io.carryover.results.board.Boards;
import io.carryover.results.board.Measured;
import io.carryover.results.report.Card;
import io.carryover.results.report.CardHtml;
import io.carryover.results.report.CardMarkdown;
import io.carryover.results.report.Reports;
import io.carryover.results.store.ResultFilter;
import io.carryover.results.store.ResultTable;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Evaluations as documents. */
@Path("/v1/reports")
@Tag(name = "results")
@Consumes(MediaType.APPLICATION_JSON)
@Produces({"text/markdown", MediaType.TEXT_HTML})
public class ReportsResource {
    private static final List<Format> FORMATS = List.of(Format.MARKDOWN, Format.HTML);

    private final ResultTable results;
    private final SharedBootstrap bootstrap;
    private final Tenants tenants;
    private final Clock clock = Clock.systemUTC();

    @Inject
    ReportsResource(ResultTable results, SharedBootstrap bootstrap, Tenants tenants) {
        this.results = results;
        this.bootstrap = bootstrap;
        this.tenants = tenants;
    }

    /** The result card of an evaluation. */
    @POST
    @Operation(
            operationId = "report",
            summary = "The result card of an evaluation, as Markdown or HTML",
            description =
                    "The client sends what the gateway says of the evaluation; the numbers of its jobs are added here. Nothing is kept."
                            + " The format is asked for by name (markdown, html) or by Accept.")
    @APIResponse(
            responseCode = "200",
            description = "One self-contained document",
            content = {
                @Content(mediaType = "text/markdown", schema = @Schema(implementation = String.class)),
                @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(implementation = String.class))
            })
    public Response report(
            @Nullable ReportRequest request,
            @QueryParam("format") @Nullable String format,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        Format wanted = Format.of(format, headers.getAcceptableMediaTypes(), FORMATS);
        if (request == null
                || request.evaluation() == null
                || request.cells() == null
                || request.backbones() == null
                || request.datasets() == null) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "body: needs evaluation, cells, backbones and datasets, as the gateway has them");
        }
        List<Measured> measured = measured(request.cells());
        Card card = Reports.of(
                request, measured, Boards.of(measured, Optional.empty(), bootstrap), uri.getBaseUri(), clock.instant());
        return wanted.answer(
                wanted == Format.HTML ? CardHtml.of(card) : CardMarkdown.of(card),
                "report-" + request.evaluation().id());
    }

    /** What the cells' jobs computed; equal weights share a job, so the name counts, too. */
    private List<Measured> measured(List<EvaluationCell> cells) {
        Set<JobKey> jobs = cells.stream().flatMap(cell -> cell.job().stream()).collect(Collectors.toSet());
        return cells.stream()
                .map(EvaluationCell::backbone)
                .distinct()
                .flatMap(name -> results
                        .standing(
                                tenants.current(),
                                new ResultFilter(
                                        Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty()))
                        .stream())
                .filter(record -> jobs.contains(record.job()))
                .map(Measured::of)
                .toList();
    }

    /** Failures of this resource. */
    @ServerExceptionMapper
    public Response failure(CarryoverException failure) {
        return Problems.of(failure);
    }
}
