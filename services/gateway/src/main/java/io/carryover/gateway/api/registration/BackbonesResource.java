/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import io.carryover.contracts.api.BackboneRequest;
import io.carryover.contracts.api.BackboneView;
import io.carryover.contracts.api.Page;
import io.carryover.gateway.api.Tenants;
import io.carryover.gateway.api.http.Cursors;
import io.carryover.gateway.api.registration.Registrar.Registered;
import io.carryover.gateway.api.upload.Uploads;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1/backbones}. */
@Path("/v1/backbones")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "backbones")
public class BackbonesResource {
    private final Registrar registrar;
    private final Uploads uploads;
    private final Tenants tenants;

    @Inject
    BackbonesResource(Registrar registrar, Uploads uploads, Tenants tenants) {
        this.registrar = registrar;
        this.uploads = uploads;
        this.tenants = tenants;
    }

    /** Registers. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "registerBackbone", summary = "Register a backbone", description = """
                    Exactly one of path (loopback only), upload, uploads, control (random or pixels) and features. A checkpoint
                    is opened by a worker: the answer says pending, later it is ready, or refused with a code and a remedy.
                    A checkpoint of several files is given by the path of its index, its prefix or its folder, or as uploads
                    with the index first. A file called .onnx is an ONNX model: onnxInput and onnxOutput name its values.
                    Repeating a registration is harmless; another content under a name that is pending or ready is
                    NAME_TAKEN; a refused name may be registered anew.""")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = BackboneRequest.class),
                            examples = @ExampleObject(name = "example", value = """
                                    {"name": "my-backbone", "path": "/data/my.pth", "inputSize": 224, "normalize": "imagenet"}""")))
    @APIResponse(
            responseCode = "201",
            description = "Registered; pending until its import ended",
            content = @Content(schema = @Schema(implementation = BackboneView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The same was registered before under this name",
            content = @Content(schema = @Schema(implementation = BackboneView.class)))
    public Response register(@Nullable BackboneRequest request) {
        BackboneRequest given = Fields.required("body", request);
        String name = Fields.name(given.name());
        BackboneContent content = Contents.of(
                given, id -> uploads.completed(tenants.current(), id).fileName());
        Registered registered = registrar.backbone(tenants.current(), name, content);
        BackboneView view = RegistrationViews.backbone(registered.registration());
        return registered.created()
                ? Response.created(URI.create("/v1/backbones/" + view.name()))
                        .entity(view)
                        .build()
                : Response.ok(view).build();
    }

    /** Lists. */
    @GET
    @Operation(operationId = "listBackbones", summary = "List backbones in order of registration")
    public Page<BackboneView> list(
            @Parameter(description = "From the page before: its field next") @QueryParam("cursor") @Nullable
                    String cursor,
            @Parameter(description = "1 to 200", schema = @Schema(implementation = Integer.class))
                    @QueryParam("limit")
                    @DefaultValue(Cursors.LIMIT)
                    String limit) {
        int size = Cursors.limit(limit);
        return Cursors.page(
                registrar.page(tenants.current(), RegistrationType.BACKBONE, Cursors.parse(cursor, 0), size + 1),
                size,
                Registration::seq,
                RegistrationViews::backbone);
    }

    /** Shows one. */
    @GET
    @Path("{name}")
    @Operation(operationId = "getBackbone", summary = "Show a backbone: pending, ready, or refused and why")
    public BackboneView get(@PathParam("name") String name) {
        return RegistrationViews.backbone(registrar.get(tenants.current(), RegistrationType.BACKBONE, name));
    }

    /** Frees the name. */
    @DELETE
    @Path("{name}")
    @Operation(
            operationId = "deleteBackbone",
            summary = "Free the name; results stay, evaluations that are planned already go on")
    @APIResponse(responseCode = "204", description = "Gone")
    public void delete(@PathParam("name") String name) {
        registrar.delete(tenants.current(), RegistrationType.BACKBONE, name);
    }
}
