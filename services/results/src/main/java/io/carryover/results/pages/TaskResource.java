/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.results.Leaderboards;
import io.carryover.results.Tenants;
import io.carryover.results.board.Board;
import io.carryover.results.board.Measured;
import io.carryover.results.compare.ClassAccuracies;
import io.carryover.results.compare.ClassAccuracies.ByClass;
import io.carryover.results.pages.chart.DataTable;
import io.carryover.results.store.ResultFilter;
import io.carryover.results.store.ResultTable;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** A page for each column of the leaderboard. */
@Path("/tasks")
@Produces(MediaType.TEXT_HTML)
public class TaskResource {
    /** Backbones whose images are read class by class: the best ones. */
    private static final int READ = 12;

    private final Leaderboards boards;
    private final ResultTable results;
    private final ClassAccuracies classes;
    private final Tenants tenants;
    private final Html html;

    @Inject
    TaskResource(Leaderboards boards, ResultTable results, ClassAccuracies classes, Tenants tenants, Html html) {
        this.boards = boards;
        this.results = results;
        this.classes = classes;
        this.tenants = tenants;
        this.html = html;
    }

    @CheckedTemplate(basePath = "results")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance task(TaskPage page, Shell shell);
    }

    /**
     * A task.
     *
     * @param id of its column, which holds a slash between protocol and version
     * @param reference column to hold it against
     * @param data one of its tables, as CSV
     */
    @GET
    @Path("{column: .+}")
    @Operation(hidden = true)
    public Response task(
            @PathParam("column") String id,
            @QueryParam("reference") @Nullable String reference,
            @QueryParam("data") @Nullable String data) {
        Board board = boards.board(tenants.current(), ResultFilter.ALL, Optional.empty());
        Optional<Board.Column> column =
                board.columns().stream().filter(c -> c.id().equals(id)).findFirst();
        if (column.isEmpty()) {
            return html.missing("There is no such task on the leaderboard.");
        }
        TaskPage page = new TaskPages(board, column.get())
                .of(Optional.ofNullable(reference).filter(r -> !r.isBlank()), classes(board, column.get()));
        if (data == null) {
            return html.page(Templates.task(page, html.shell("%s, %s".formatted(page.dataset(), page.task()))));
        }
        Optional<DataTable> table = page.table(data);
        return table.isEmpty()
                ? html.missing("This task's page has no such table.")
                : html.csv("task-" + data, table.get());
    }

    /** By label, the best first. */
    private Map<String, ByClass> classes(Board board, Board.Column column) {
        Comparator<Board.Row> byRank = Comparator.comparingDouble(
                row -> Optional.ofNullable(row.cells().get(column.id()))
                        .map(Board.Cell::rank)
                        .orElse(Double.MAX_VALUE));
        List<Board.Row> best = board.rows().stream()
                .filter(row -> row.cells().containsKey(column.id()))
                .sorted(byRank)
                .limit(READ)
                .toList();
        Map<String, ByClass> found = new LinkedHashMap<>();
        for (Board.Row row : best) {
            Optional.ofNullable(row.cells().get(column.id()))
                    .flatMap(cell -> results.standing(tenants.current(), cell.result()))
                    .flatMap(record -> classes.of(Measured.of(record)))
                    .ifPresent(each -> found.put(row.label(), each));
        }
        return found;
    }
}
