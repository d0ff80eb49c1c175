/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.job;

import io.carryover.contracts.api.JobView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.gateway.api.Tenants;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.Jobs;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/jobs}. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "jobs")
public class JobsResource {
    private final Jobs jobs;
    private final Tenants tenants;

    @Inject
    JobsResource(Jobs jobs, Tenants tenants) {
        this.jobs = jobs;
        this.tenants = tenants;
    }

    /** Shows a job. */
    @GET
    @Path("{key}")
    @Operation(
            operationId = "getJob",
            summary = "Show a job with its story",
            description = "State, why it waits, progress, what went wrong, its outcome, and what happened to it, oldest"
                    + " first.")
    public JobView get(@PathParam("key") String key) {
        return parse(key)
                .filter(job -> jobs.knownTo(tenants.current(), job))
                .flatMap(jobs::find)
                .orElseThrow(() -> new CarryoverException(ErrorCode.NOT_FOUND, "no job '%s'".formatted(key)));
    }

    /** Requeues. */
    @POST
    @Path("{key}/requeue")
    @Operation(operationId = "requeueJob", summary = "Run a job again that ended without an outcome", description = """
                    For operators. One that failed, its letter in the dead letters or not, or was skipped gets its next run, with the inputs
                    that made it end so; cells that failed for it are open again. Not after an error of its input, which would only
                    repeat. One that is on its way stays as it is.""")
    @APIResponse(
            responseCode = "202",
            description = "Taken",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Response requeue(@PathParam("key") String key) {
        JobKey job = parse(key)
                .filter(found -> jobs.knownTo(tenants.current(), found))
                .orElseThrow(() -> new CarryoverException(ErrorCode.NOT_FOUND, "no job '%s'".formatted(key)));
        JobStatus now = jobs.retry(job).state();
        JobView view = jobs.find(job).orElseThrow();
        if (now.ended()) {
            String why = view.problem()
                    .map(problem -> ": " + problem.code() + " " + problem.detail())
                    .orElse(now == JobStatus.CANCELLED ? ": nobody wants it" : "");
            throw new CarryoverException(
                    ErrorCode.CANNOT_RUN_AGAIN, "job '%s' stays %s%s".formatted(key, now.id(), why));
        }
        return Response.accepted(view).build();
    }

    /** Shows what an attempt logged before it failed. */
    @GET
    @Path("{key}/logs/{log}")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            operationId = "getJobLog",
            summary = "Read what a failed attempt logged",
            description =
                    "The last lines and the stack trace, for whoever runs the system; the job's story names it as log.")
    @APIResponse(
            responseCode = "200",
            description = "Plain text",
            content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class)))
    public Response log(@PathParam("key") String key, @PathParam("log") String log) {
        String text = parse(key)
                .filter(job -> jobs.knownTo(tenants.current(), job))
                .flatMap(job -> digest(log).flatMap(sha256 -> jobs.log(job, sha256)))
                .orElseThrow(() ->
                        new CarryoverException(ErrorCode.NOT_FOUND, "no log '%s' of job '%s'".formatted(log, key)));
        return Response.ok(text, MediaType.TEXT_PLAIN + ";charset=UTF-8")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private static Optional<Sha256> digest(String text) {
        try {
            return Optional.of(new Sha256(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<JobKey> parse(String key) {
        try {
            return Optional.of(new JobKey(key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
