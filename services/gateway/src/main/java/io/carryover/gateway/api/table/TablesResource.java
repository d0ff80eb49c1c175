/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.table;

import io.carryover.contracts.api.Page;
import io.carryover.contracts.api.TableView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.ImportedTable.Cell;
import io.carryover.contracts.result.ImportedTable.Column;
import io.carryover.gateway.api.Tenants;
import io.carryover.gateway.api.registration.Fields;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1/tables}. */
@Path("/v1/tables")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "tables")
public class TablesResource {
    private final Tables tables;
    private final Tenants tenants;

    @Inject
    TablesResource(Tables tables, Tenants tenants) {
        this.tables = tables;
        this.tenants = tenants;
    }

    /** Imports. */
    @PUT
    @Path("{name}")
    @Operation(operationId = "putTable", summary = "Import a table of results", description = """
                    The body is CSV as docs/analysis.md describes files of results. All of it is taken, or it is refused by line and column
                    and nothing changes. Under a name that stands, other numbers take the place of the old ones; the same
                    numbers again change nothing. The table is shown beside what was measured here, never among it.""")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class)))
    @APIResponse(
            responseCode = "201",
            description = "No table of that name stood",
            content = @Content(schema = @Schema(implementation = TableView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The table of that name says this now",
            content = @Content(schema = @Schema(implementation = TableView.class)))
    public Response put(
            @PathParam("name") String name,
            @Parameter(description = "Where the numbers are from") @QueryParam("source") @Nullable String source,
            @Parameter(description = "How to cite them") @QueryParam("citation") @Nullable String citation,
            @Parameter(description = "On what terms they may be used") @QueryParam("licence") @Nullable String licence,
            @Parameter(description = "The file's name, for messages") @QueryParam("file") @Nullable String file,
            @Parameter(
                            description =
                                    "Whether it may hold models that are neither registered here nor the study's nor in the table already",
                            schema = @Schema(implementation = Boolean.class))
                    @QueryParam("newModels")
                    @Nullable
                    String newModels,
            byte @Nullable [] csv) {
        String given = Fields.name(name);
        Tables.Put put = tables.put(
                tenants.current(),
                given,
                Optional.of(Fields.line("file", file)).filter(f -> !f.isBlank()).orElse(given),
                text(Fields.required("body", csv)),
                stated("source", source),
                stated("citation", citation),
                stated("licence", licence),
                Fields.oneOf("newModels", newModels, List.of("false", "true")).equals("true"));
        TableView view = view(put.table());
        return put.created()
                ? Response.created(URI.create("/v1/tables/" + view.name()))
                        .entity(view)
                        .build()
                : Response.ok(view).build();
    }

    /** Lists. */
    @GET
    @Operation(operationId = "listTables", summary = "List imported tables, the study's among them, by name")
    public Page<TableView> list() {
        return new Page<>(
                tables.standing(tenants.current()).stream()
                        .map(TablesResource::view)
                        .toList(),
                Optional.empty());
    }

    /** Shows one. */
    @GET
    @Path("{name}")
    @Operation(operationId = "getTable", summary = "Show what an imported table holds")
    public TableView get(@PathParam("name") String name) {
        return view(tables.get(tenants.current(), name));
    }

    /** Takes back. */
    @DELETE
    @Path("{name}")
    @Operation(operationId = "deleteTable", summary = "Take an imported table off every board")
    @APIResponse(responseCode = "204", description = "Gone")
    public void delete(@PathParam("name") String name) {
        tables.remove(tenants.current(), name);
    }

    private static String stated(String field, @Nullable String value) {
        String line = Fields.line(field, value);
        return line.isBlank() ? "not stated" : line;
    }

    private static String text(byte[] csv) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(csv))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CarryoverException(ErrorCode.INVALID_RESULTS, "the body is no text in UTF-8", e);
        }
    }

    private static TableView view(ImportedTable table) {
        List<Column> columns = table.columns().orElseThrow();
        return new TableView(
                table.name(),
                table.origin(),
                table.revision(),
                table.source(),
                table.citation(),
                table.licence(),
                (int) columns.stream()
                        .flatMap(column -> column.cells().stream())
                        .map(Cell::model)
                        .distinct()
                        .count(),
                (int) columns.stream()
                        .map(c -> List.of(c.task(), c.dataset(), c.metric(), c.protocol()))
                        .distinct()
                        .count(),
                columns.stream().mapToInt(column -> column.cells().size()).sum(),
                table.at());
    }
}
