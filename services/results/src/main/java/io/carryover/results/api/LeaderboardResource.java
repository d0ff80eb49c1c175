/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.api.LeaderboardView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.results.Leaderboards;
import io.carryover.results.Tenants;
import io.carryover.results.board.Board;
import io.carryover.results.export.BoardCsv;
import io.carryover.results.export.BoardTable;
import io.carryover.results.export.Latex;
import io.carryover.results.export.Markdown;
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

/** Numbers, ranked. */
@Path("/v1/leaderboard")
@Tag(name = "results")
@Produces({MediaType.APPLICATION_JSON, "text/csv", "text/markdown", "application/x-latex"})
public class LeaderboardResource {
    private static final List<Format> FORMATS = List.of(Format.JSON, Format.CSV, Format.MARKDOWN, Format.LATEX);

    private final Leaderboards boards;
    private final Tenants tenants;

    @Inject
    LeaderboardResource(Leaderboards boards, Tenants tenants) {
        this.boards = boards;
        this.tenants = tenants;
    }

    /** Backbones ranked. */
    @GET
    @Operation(summary = "Backbones ranked", description = """
                    The one variant asked for; or the one with most results, and in columns that were never measured
                    with it their own. As CSV one line per number; as
                    Markdown and LaTeX (booktabs) one table per protocol, bold what can't be told apart from the best of its
                    column. The format is asked for by name (json, csv, markdown, latex) or by Accept.""")
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
            @QueryParam("variant") @Nullable String variant,
            @QueryParam("format") @Nullable String format,
            @Context HttpHeaders headers) {
        Format wanted = Format.of(format, headers.getAcceptableMediaTypes(), FORMATS);
        Board board = boards.board(tenants.current(), filter.filter(), FilterParams.text(variant));
        Object body =
                switch (wanted) {
                    case JSON -> BoardView.of(board);
                    case CSV -> BoardCsv.of(board);
                    case MARKDOWN -> Markdown.of(BoardTable.of(board));
                    case LATEX -> Latex.of(BoardTable.of(board));
                    case YAML, HTML -> throw new IllegalStateException("not offered");
                };
        return wanted.answer(body, "leaderboard");
    }

    /** Failures of this resource. */
    @ServerExceptionMapper
    public Response failure(CarryoverException failure) {
        return Problems.of(failure);
    }
}
