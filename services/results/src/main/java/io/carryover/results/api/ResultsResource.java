/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.api.Page;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.Tenants;
import io.carryover.results.board.Measured;
import io.carryover.results.board.Words;
import io.carryover.results.store.Cursor;
import io.carryover.results.store.ResultTable;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Numbers, one by one. */
@Path("/v1/results")
@Tag(name = "results")
@Produces(MediaType.APPLICATION_JSON)
public class ResultsResource {
    private static final String CSV = "text/csv";
    private static final List<Format> FORMATS = List.of(Format.JSON, Format.CSV);
    private static final int LARGEST_PAGE = 1000;

    private final ResultTable results;
    private final Tenants tenants;
    private final Rebuilds rebuilds;

    @Inject
    ResultsResource(ResultTable results, Tenants tenants, Rebuilds rebuilds) {
        this.results = results;
        this.tenants = tenants;
        this.rebuilds = rebuilds;
    }

    /** A page of results as JSON, or all of them as CSV. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, CSV})
    @Operation(
            summary = "Results, newest first",
            description =
                    "CSV (Accept: text/csv or ?format=csv) has every result unless limit is given; its next page is in the Link header.")
    public Response list(
            @BeanParam FilterParams filter,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("format") @Nullable String format,
            @Context HttpHeaders headers) {
        boolean csv = Format.of(format, headers.getAcceptableMediaTypes(), FORMATS) == Format.CSV;
        int size = limit == null ? (csv ? Integer.MAX_VALUE - 1 : 100) : limit;
        if (size < 1 || (limit != null && size > LARGEST_PAGE)) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "limit %d, must be 1 to %d".formatted(size, LARGEST_PAGE));
        }
        var slice = results.page(
                tenants.current(), filter.filter(), Optional.ofNullable(cursor).map(Cursor::parse), size);
        List<ResultView> views = slice.records().stream().map(ResultView::of).toList();
        Optional<String> next = slice.next().map(Cursor::text);
        Response.ResponseBuilder answer = csv
                ? Response.ok(Csv.of(views)).type(Format.CSV.contentType())
                : Response.ok(new Page<>(views, next)).type(MediaType.APPLICATION_JSON);
        next.ifPresent(text -> answer.header(
                HttpHeaders.LINK,
                "</v1/results?%scursor=%s>; rel=\"next\"".formatted(filter.query(limit, format), text)));
        return answer.header(HttpHeaders.VARY, HttpHeaders.ACCEPT).build();
    }

    /** One result with everything that is known of it. */
    @GET
    @Path("{result}")
    @Operation(summary = "One result with its provenance and artifacts")
    public ResultDetail one(@PathParam("result") String result) {
        ResultRecord record = Ids.sha256(result)
                .flatMap(id -> results.standing(tenants.current(), id))
                .orElseThrow(() -> new CarryoverException(ErrorCode.NOT_FOUND, "no result '" + result + "'"));
        Measured measured = Measured.of(record);
        List<ResultDetail.ArtifactLink> links = record.artifacts().entrySet().stream()
                .map(e -> new ResultDetail.ArtifactLink(
                        e.getKey(), e.getValue(), ResultDetail.href(e.getValue().sha256())))
                .toList();
        return new ResultDetail(
                measured.id(), record, Words.interval(measured.score().ci95().method()), links);
    }

    /** What the service holds. */
    @GET
    @Path("state")
    @Operation(summary = "What the results service holds, with a digest over it")
    public Rebuilds.StateView state() {
        return rebuilds.state(tenants.current());
    }

    /** Drops what the service holds and reads the topic from its beginning; 202 where that isn't over in time. */
    @POST
    @Path("rebuild")
    @Operation(
            summary = "Read all results again from the topic",
            description = "Asked by an operator; where nobody is asked who he is, only from the machine itself.")
    public Response rebuild(@Context HttpServerRequest request) {
        if (!tenants.operator()) {
            Loopback.require(request);
        }
        Rebuilds.StateView state = rebuilds.rebuild(tenants.current());
        return Response.status(state.caughtUp() ? 200 : 202).entity(state).build();
    }

    /** Failures of this resource. */
    @ServerExceptionMapper
    public Response failure(CarryoverException failure) {
        return Problems.of(failure);
    }

    private static final class Ids {
        static Optional<Sha256> sha256(String text) {
            try {
                return Optional.of(new Sha256(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }
}
