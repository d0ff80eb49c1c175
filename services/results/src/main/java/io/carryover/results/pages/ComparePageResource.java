/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.api.ComparisonView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.results.Leaderboards;
import io.carryover.results.Tenants;
import io.carryover.results.board.Board;
import io.carryover.results.compare.Comparisons;
import io.carryover.results.store.ResultFilter;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The page that compares two backbones. */
@Path("/compare")
@Produces(MediaType.TEXT_HTML)
public class ComparePageResource {
    private final Comparisons comparisons;
    private final Leaderboards boards;
    private final Tenants tenants;
    private final Html html;

    @Inject
    ComparePageResource(Comparisons comparisons, Leaderboards boards, Tenants tenants, Html html) {
        this.comparisons = comparisons;
        this.boards = boards;
        this.tenants = tenants;
        this.html = html;
    }

    @CheckedTemplate(basePath = "results")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance compare(ComparePage page, Shell shell);
    }

    /** Two backbones, or the form that asks which. */
    @GET
    @Operation(hidden = true)
    public Response compare(@QueryParam("a") @Nullable String a, @QueryParam("b") @Nullable String b) {
        String first = a == null ? "" : a.strip();
        String second = b == null ? "" : b.strip();
        if (first.isEmpty() || second.isEmpty()) {
            return page(200, first, second, Optional.empty(), Optional.empty());
        }
        try {
            ComparisonView view = comparisons.of(tenants.current(), first, second);
            return page(200, first, second, Optional.empty(), Optional.of(ComparePages.of(view)));
        } catch (CarryoverException refused) {
            return page(
                    refused.code().httpStatus(),
                    first,
                    second,
                    Optional.ofNullable(refused.getMessage()),
                    Optional.empty());
        }
    }

    private Response page(int status, String a, String b, Optional<String> problem, Optional<ComparePage.Shown> shown) {
        String title = shown.isPresent() ? "%s and %s".formatted(a, b) : "Compare";
        ComparePage page = new ComparePage(a, b, names(a, b), problem, shown);
        return Response.fromResponse(html.page(Templates.compare(page, html.shell(title))))
                .status(status)
                .build();
    }

    /** All rows of the board, and what was asked for: the board shows one kind of features, a comparison any. */
    private List<String> names(String a, String b) {
        TreeSet<String> names = new TreeSet<>();
        boards.board(tenants.current(), ResultFilter.ALL, Optional.empty()).rows().stream()
                .map(Board.Row::label)
                .forEach(names::add);
        names.add(a);
        names.add(b);
        names.remove("");
        return List.copyOf(names);
    }
}
