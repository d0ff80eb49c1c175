/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.EvaluationJobs;
import io.carryover.contracts.api.EvaluationPlan;
import io.carryover.contracts.api.EvaluationRequest;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.Page;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.gateway.api.Tenants;
import io.carryover.gateway.api.evaluation.Evaluations.Listed;
import io.carryover.gateway.api.evaluation.Evaluations.Posted;
import io.carryover.gateway.api.http.Cursors;
import io.carryover.gateway.core.JobFilter;
import io.carryover.gateway.core.JobStatus;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1/evaluations}. */
@Path("/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "evaluations")
public class EvaluationsResource {
    private static final String EXAMPLE = """
            {"name": "first look", "backbones": ["my-backbone", "random", "pixels"],
             "tasks": [{"kind": "linear", "dataset": "digits"},
                       {"kind": "few-shot", "dataset": "digits", "ways": 5, "shots": 20, "protocol": "converged"}]}""";

    private final Evaluations evaluations;
    private final Plans plans;
    private final PlanningLoop loop;
    private final EvaluationStreams streams;
    private final Tenants tenants;

    @Inject
    EvaluationsResource(
            Evaluations evaluations, Plans plans, PlanningLoop loop, EvaluationStreams streams, Tenants tenants) {
        this.evaluations = evaluations;
        this.plans = plans;
        this.loop = loop;
        this.streams = streams;
        this.tenants = tenants;
    }

    /** Takes an evaluation. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "postEvaluation", summary = "Evaluate backbones on tasks", description = """
                    Every backbone × every task. Registrations that are still pending are waited for; one that is refused
                    fails its own cells and no others. After the 202 nothing is lost, whatever dies.""")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = EvaluationRequest.class),
                            examples = @ExampleObject(name = "example", value = EXAMPLE)))
    @APIResponse(
            responseCode = "202",
            description = "Taken; Location is where it stands",
            content = @Content(schema = @Schema(implementation = EvaluationView.class)))
    public Response post(
            @Nullable EvaluationRequest request,
            @Parameter(
                            description = "1 to 200 visible characters. For seven days the same key and body give the"
                                    + " first answer again, without a second evaluation")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        Posted posted = evaluations.post(tenants.current(), body(request), Optional.ofNullable(key));
        loop.kick();
        return Response.accepted(posted.json())
                .location(URI.create("/v1/evaluations/" + posted.id()))
                .build();
    }

    /** Tells what one would run. */
    @POST
    @Path("plan")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "planEvaluation", summary = "Tell what an evaluation would run", description = """
                    The jobs that POST /v1/evaluations would plan for the same body: what waits for what, what is there already, what is
                    to run where, and how many hours of a worker that took when its like was run here before. Nothing is kept.""")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = EvaluationRequest.class),
                            examples = @ExampleObject(name = "example", value = EXAMPLE)))
    public EvaluationPlan plan(
            @Nullable EvaluationRequest request,
            @Parameter(description = "Names that aren't registered yet and will be before it is posted")
                    @QueryParam("new")
                    @Nullable
                    List<String> fresh) {
        return plans.of(tenants.current(), body(request), fresh == null ? Set.of() : Set.copyOf(fresh));
    }

    private static EvaluationRequest body(@Nullable EvaluationRequest request) {
        if (request == null) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, "body: missing");
        }
        return request;
    }

    /** Lists. */
    @GET
    @Operation(operationId = "listEvaluations", summary = "List evaluations, newest first")
    public Page<EvaluationView> list(
            @Parameter(description = "From the page before: its field next") @QueryParam("cursor") @Nullable
                    String cursor,
            @Parameter(description = "1 to 200", schema = @Schema(implementation = Integer.class))
                    @QueryParam("limit")
                    @DefaultValue(Cursors.LIMIT)
                    String limit) {
        Listed listed =
                evaluations.page(tenants.current(), Cursors.parse(cursor, Long.MAX_VALUE), Cursors.limit(limit));
        return new Page<>(listed.views(), listed.next().map(Cursors::text));
    }

    /** Shows one. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getEvaluation", summary = "Show where an evaluation stands", description = """
                    With Accept: text/event-stream the same route streams it as server-sent events. Each event progress holds
                    the EvaluationView as JSON, without its analysis, and has a number; the last one is called end, then the server closes.
                    Comments keep the connection alive. A client that reconnects sends Last-Event-ID and goes on there, at any
                    gateway; after the end it gets 204.""")
    @Parameter(
            name = "Last-Event-ID",
            in = ParameterIn.HEADER,
            description = "For streams: number of the last event that was seen",
            schema = @Schema(implementation = Long.class))
    @APIResponse(
            responseCode = "200",
            description = "Where it stands, once or as a stream",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = EvaluationView.class)),
                @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = String.class))
            })
    @APIResponse(responseCode = "204", description = "For streams: the event named by Last-Event-ID was the last")
    public EvaluationView get(@PathParam("id") String id) {
        return evaluations.view(tenants.current(), parse(id));
    }

    /** Streams; described with the route above, which has the same path and method. */
    @GET
    @Path("{id}")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(hidden = true)
    public void stream(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") @Nullable String lastEvent,
            @Context Sse sse,
            @Context SseEventSink sink) {
        streams.open(parse(id), lastEvent, sse, sink);
    }

    /** Lists its jobs. */
    @GET
    @Path("{id}/jobs")
    @Operation(
            operationId = "listEvaluationJobs",
            summary = "List the jobs of an evaluation, inputs before what reads them",
            description = """
                    What runs where, what waits and why, what failed; the imports of its backbones and datasets are among them.
                    stages counts all of its jobs by step and state, whatever the page is narrowed to. A job's story is at
                    /v1/jobs/{key}.""")
    public EvaluationJobs jobs(
            @PathParam("id") String id,
            @Parameter(description = "Only these steps, separated by commas: features,finetune-point")
                    @QueryParam("step")
                    @Nullable
                    String steps,
            @Parameter(description = "Only these states, separated by commas: running,failed")
                    @QueryParam("state")
                    @Nullable
                    String states,
            @Parameter(description = "From the page before: its field next") @QueryParam("cursor") @Nullable
                    String cursor,
            @Parameter(description = "1 to 200", schema = @Schema(implementation = Integer.class))
                    @QueryParam("limit")
                    @DefaultValue(Cursors.LIMIT)
                    String limit) {
        var filter = new JobFilter(
                words(steps).collect(Collectors.toSet()),
                words(states).map(EvaluationsResource::state).collect(Collectors.toSet()));
        return evaluations.jobs(tenants.current(), parse(id), filter, Cursors.parse(cursor, 0), Cursors.limit(limit));
    }

    private static Stream<String> words(@Nullable String list) {
        return list == null
                ? Stream.empty()
                : Stream.of(list.split(",")).map(String::strip).filter(word -> !word.isEmpty());
    }

    private static JobStatus state(String id) {
        return Stream.of(JobStatus.values())
                .filter(status -> status.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new CarryoverException(
                        ErrorCode.INVALID_REQUEST,
                        "state: %s, not '%s'"
                                .formatted(
                                        Stream.of(JobStatus.values())
                                                .map(JobStatus::id)
                                                .collect(Collectors.joining(", ")),
                                        id)));
    }

    /** Cancels. */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "cancelEvaluation", summary = "Cancel an evaluation", description = """
                    Cells without a number get none; jobs that no other evaluation wants stop. Results that stand stay. One
                    that has ended stays as it is.""")
    @APIResponse(responseCode = "204", description = "Cancelled, or ended before")
    public void cancel(@PathParam("id") String id) {
        evaluations.cancel(tenants.current(), parse(id));
    }

    /** Tries again what failed. */
    @POST
    @Path("{id}/retry")
    @Operation(operationId = "retryEvaluation", summary = "Try the failed cells again", description = """
                    Failed jobs get another run, except after an error of their input, which would only repeat; refused
                    registrations are looked at anew.""")
    @APIResponse(
            responseCode = "202",
            description = "Taken",
            content = @Content(schema = @Schema(implementation = EvaluationView.class)))
    public Response retry(@PathParam("id") String id) {
        EvaluationView view = evaluations.retry(tenants.current(), parse(id));
        loop.kick();
        return Response.accepted(view).build();
    }

    /** @throws CarryoverException NOT_FOUND for a text that can't be an id */
    static EvaluationId parse(String id) {
        try {
            return new EvaluationId(id);
        } catch (IllegalArgumentException e) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, "no such evaluation", e);
        }
    }
}
