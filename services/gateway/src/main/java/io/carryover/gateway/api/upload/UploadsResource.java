/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.upload;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.gateway.api.Tenants;
import io.carryover.gateway.api.upload.Uploads.Begun;
import io.carryover.gateway.api.upload.Uploads.Upload;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1/uploads}. */
@Path("/v1/uploads")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "uploads")
public class UploadsResource {
    private final Uploads uploads;
    private final Tenants tenants;

    @Inject
    UploadsResource(Uploads uploads, Tenants tenants) {
        this.uploads = uploads;
        this.tenants = tenants;
    }

    /** A file that a client wants to send. */
    public record UploadRequest(String fileName, long sizeBytes) {}

    /**
     * Where to send it.
     *
     * @param url takes the whole file in one PUT; absent where it is sent in parts
     */
    public record UploadView(
            String id, String state, String fileName, long sizeBytes, Optional<URI> url, List<PartView> parts) {}

    /** Bytes {@code from} until {@code from + sizeBytes} of the file are sent to {@code url} by PUT. */
    public record PartView(int number, long from, long sizeBytes, URI url) {}

    /** Begins an upload. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "beginUpload", summary = "Ask where to send a file", description = """
                    The answer holds a presigned URL of the object store, valid for twelve hours: PUT the file there, then
                    complete the upload. Larger files get one URL for each of their parts instead; a part may be sent again.""")
    @APIResponse(
            responseCode = "201",
            description = "Ready to receive",
            content = @Content(schema = @Schema(implementation = UploadView.class)))
    public Response begin(@Nullable UploadRequest request) {
        if (request == null || request.fileName() == null) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, "fileName: missing");
        }
        Begun begun = uploads.begin(tenants.current(), request.fileName(), request.sizeBytes());
        return Response.created(URI.create("/v1/uploads/" + begun.upload().id()))
                .entity(view(
                        begun.upload(),
                        begun.url(),
                        begun.parts().stream()
                                .map(part -> new PartView(part.number(), part.from(), part.sizeBytes(), part.url()))
                                .toList()))
                .build();
    }

    /** Ends an upload. */
    @POST
    @Path("{id}/complete")
    @Operation(
            operationId = "completeUpload",
            summary = "Say that the file was sent",
            description =
                    "The gateway checks that the object is there in the announced size. Repeating it is harmless.")
    public UploadView complete(@PathParam("id") String id) {
        return view(uploads.complete(tenants.current(), id), Optional.empty(), List.of());
    }

    /** Gives an upload up. */
    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "abortUpload",
            summary = "Give up an upload that is not complete; what has arrived is dropped")
    @APIResponse(responseCode = "204", description = "Gone")
    public void abort(@PathParam("id") String id) {
        uploads.abort(tenants.current(), id);
    }

    private static UploadView view(Upload upload, Optional<URI> url, List<PartView> parts) {
        return new UploadView(
                upload.id(),
                upload.complete() ? "complete" : "open",
                upload.fileName(),
                upload.sizeBytes(),
                url,
                parts);
    }
}
