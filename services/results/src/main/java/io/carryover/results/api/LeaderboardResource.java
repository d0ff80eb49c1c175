/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.api.LeaderboardView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.results.Leaderboards;
import io.carryover.results.TableLeaderboards;
import io.carryover.results.Tenants;
import io.carryover.results.api.OriginParams.Origin;
import io.carryover.results.board.Board;
import io.carryover.results.export.BoardCsv;
import io.carryover.results.export.BoardTable;
import io.carryover.results.export.Latex;
import io.carryover.results.export.Markdown;
import io.carryover.results.export.TableCsv;
import io.carryover.results.export.TableExports;
import io.carryover.results.imported.TableBoard;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Numbers, ranked. */
@Path("/v1/leaderboard")
@Tag(name = "results")
@Produces({MediaType.APPLICATION_JSON, "text/csv", "text/markdown", "application/x-latex"})
public class LeaderboardResource {
    private static final List<Format> FORMATS = List.of(Format.JSON, Format.CSV, Format.MARKDOWN, Format.LATEX);

    private static final String VARY = HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_ENCODING;

    private final Leaderboards boards;
    private final BoardAnswers answers;
    private final TableLeaderboards tables;
    private final Tenants tenants;

    /** Another run of the service may be another version, which says the same board in another way. */
    private final String boot = Long.toString(Clock.systemUTC().millis(), Character.MAX_RADIX);

    @Inject
    LeaderboardResource(Leaderboards boards, BoardAnswers answers, TableLeaderboards tables, Tenants tenants) {
        this.boards = boards;
        this.answers = answers;
        this.tables = tables;
        this.tenants = tenants;
    }

    /** Backbones ranked. */
    @GET
    @Operation(summary = "Backbones ranked", description = """
                    The one variant asked for; or the one with most results, and in columns that were never measured
                    with it their own. As CSV one line per number; as
                    Markdown and LaTeX (booktabs) one table per protocol, bold what can't be told apart from the best of its
                    column. With origin=published the boards are of imported tables, the study's among them, each ranked by
                    itself over the settings of the study (setting=linear and so on shows the datasets of one); origin=all
                    gives both, never in one column or rank. The format is asked for by name (json, csv, markdown, latex) or by
                    Accept. JSON comes in pages of rows (limit, cursor) with all columns or some of them (columns); the other
                    formats have the whole board. With If-None-Match a board that hasn't changed is 304.""")
    @APIResponse(
            responseCode = "200",
            description = "The board",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = LeaderboardView.class)),
                @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "text/markdown", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "application/x-latex", schema = @Schema(implementation = String.class))
            })
    public Response leaderboard(
            @BeanParam FilterParams filter,
            @BeanParam OriginParams origins,
            @QueryParam("variant") @Nullable String variant,
            @BeanParam BoardPart part,
            @QueryParam("format") @Nullable String format,
            @Context HttpHeaders headers,
            @Context Request request) {
        Format wanted = Format.of(format, headers.getAcceptableMediaTypes(), FORMATS);
        if (wanted != Format.JSON && part.given()) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "limit, cursor and columns are for JSON: other formats have the whole board");
        }
        Origin origin = origins.origin(Origin.MEASURED);
        Optional<Leaderboards.Made> made = origin.measured()
                ? Optional.of(boards.made(tenants.current(), filter.filter(), FilterParams.text(variant)))
                : Optional.empty();
        String version = made.map(Leaderboards.Made::version).orElseGet(boards::version);
        // Weak: the same board may come compressed or not.
        EntityTag tag = new EntityTag("%s-%s-%s-%s".formatted(boot, tenants.current(), version, wanted.name()), true);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.header(HttpHeaders.VARY, VARY).build();
        }
        Response answer;
        if (wanted == Format.JSON && !origin.published()) {
            answer = json(filter, variant, made.orElseThrow(), part, headers);
        } else {
            List<TableBoard> imported = origin.published()
                    ? tables.boards(tenants.current(), origins.table(), filter.filter(), origins.setting())
                    : List.of();
            answer = wanted.answer(body(wanted, made.map(Leaderboards.Made::board), imported, part), "leaderboard");
        }
        return Response.fromResponse(answer).tag(tag).build();
    }

    /** Of measured numbers alone, kept and compressed. */
    private Response json(
            FilterParams filter,
            @Nullable String variant,
            Leaderboards.Made made,
            BoardPart part,
            HttpHeaders headers) {
        boolean gzip = acceptsGzip(headers);
        byte[] body = answers.json(tenants.current(), filter.filter(), FilterParams.text(variant), made, part, gzip);
        Response.ResponseBuilder answer = Response.fromResponse(Format.JSON.answer(body, "leaderboard"))
                .header(HttpHeaders.VARY, null)
                .header(HttpHeaders.VARY, VARY);
        return (gzip ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip") : answer).build();
    }

    private static boolean acceptsGzip(HttpHeaders headers) {
        return headers.getRequestHeader(HttpHeaders.ACCEPT_ENCODING).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .anyMatch(coding ->
                        coding.startsWith("gzip") && !coding.replace(" ", "").endsWith(";q=0"));
    }

    private static Object body(Format format, Optional<Board> board, List<TableBoard> imported, BoardPart part) {
        return switch (format) {
            case JSON -> BoardView.of(board.map(measured -> BoardView.of(measured, part.of(measured))), imported);
            case CSV ->
                BoardCsv.HEADER_LINE
                        + board.map(BoardCsv::lines).orElse("")
                        + imported.stream().map(TableCsv::lines).collect(Collectors.joining());
            case MARKDOWN -> Markdown.of(printed(board, imported));
            case LATEX -> Latex.of(printed(board, imported));
            case YAML, HTML -> throw new IllegalStateException("not offered");
        };
    }

    private static List<BoardTable> printed(Optional<Board> board, List<TableBoard> imported) {
        return Stream.concat(
                        board.stream().flatMap(measured -> BoardTable.of(measured).stream()),
                        imported.stream().map(TableExports::of))
                .toList();
    }

    /** Failures of this resource. */
    @ServerExceptionMapper
    public Response failure(CarryoverException failure) {
        return Problems.of(failure);
    }
}
