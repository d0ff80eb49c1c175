/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.id.EvaluationId;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Pages of evaluations: what the gateway knows of them is asked by their scripts. */
@Path("/evaluations")
@Produces(MediaType.TEXT_HTML)
public class EvaluationPagesResource {
    private final Html html;
    private final String following;
    private final String asking;

    @Inject
    EvaluationPagesResource(Html html) {
        this.html = html;
        this.following = Html.asset("evaluation.js");
        this.asking = Html.asset("new-evaluation.js");
    }

    @CheckedTemplate(basePath = "results")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance evaluations(Shell shell);

        static native TemplateInstance evaluation(String id, String script, Shell shell);

        static native TemplateInstance newEvaluation(String script, Shell shell);
    }

    /** All evaluations. */
    @GET
    @Operation(hidden = true)
    public Response list() {
        return html.page(Templates.evaluations(html.shell("Evaluations")));
    }

    /** The form that posts one. */
    @GET
    @Path("new")
    @Operation(hidden = true)
    public Response form() {
        return html.page(Templates.newEvaluation(asking, html.shell("New evaluation")));
    }

    /** One evaluation, live. */
    @GET
    @Path("{id}")
    @Operation(hidden = true)
    public Response one(@PathParam("id") String id) {
        try {
            return html.page(Templates.evaluation(new EvaluationId(id).value(), following, html.shell("Evaluation")));
        } catch (IllegalArgumentException e) {
            return html.missing("There is no such evaluation.");
        }
    }
}
