/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.results.pages.chart.DataTable;
import io.carryover.results.study.Study;
import io.carryover.results.study.StudyAnalysis;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The page on which the study's claims are checked. */
@Path("/study")
@Produces(MediaType.TEXT_HTML)
public class StudyResource {
    /** The analysis takes about as long; on a busy machine a page says that it isn't ready. */
    private static final Duration PATIENCE = Duration.ofMillis(2_500);

    private static final String TITLE = "The study";

    private final StudyAnalysis analysis;
    private final Html html;

    @Inject
    StudyResource(StudyAnalysis analysis, Html html) {
        this.analysis = analysis;
        this.html = html;
    }

    @CheckedTemplate(basePath = "results")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance study(StudyPage page, Shell shell);

        static native TemplateInstance computing(String title, String what, String address, Shell shell);
    }

    /** The page, or one of its tables as CSV. */
    @GET
    @Operation(hidden = true)
    public Response study(@QueryParam("data") @Nullable String data) {
        Optional<Study> study = analysis.within(PATIENCE);
        if (study.isEmpty()) {
            return computing(data == null ? "/study" : StudyPages.csv(Links.segment(data)));
        }
        StudyPage page = StudyPages.of(study.get());
        if (data == null) {
            return html.page(Templates.study(page, html.shell(TITLE)));
        }
        Optional<DataTable> table = page.table(data);
        return table.isEmpty()
                ? html.missing("The study's page has no such table.")
                : html.csv("study-" + data, table.get());
    }

    private Response computing(String address) {
        return Response.fromResponse(html.page(Templates.computing(
                        TITLE,
                        "the study's correlations and ranks are drawn 10,000 times.",
                        address,
                        html.shell(TITLE))))
                .status(503)
                .header("Retry-After", 2)
                .header("Refresh", 2)
                .build();
    }
}
