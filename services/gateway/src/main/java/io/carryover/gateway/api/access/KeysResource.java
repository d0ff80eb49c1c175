/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.carryover.contracts.api.IssuedKey;
import io.carryover.contracts.api.KeyRequest;
import io.carryover.contracts.api.KeyView;
import io.carryover.contracts.api.Page;
import io.carryover.contracts.api.Role;
import io.carryover.contracts.id.TenantId;
import io.carryover.gateway.api.Tenants;
import io.carryover.gateway.api.registration.Fields;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1/keys}: operators only, and of all tenants. */
@Path("/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "keys")
public class KeysResource {
    private static final int LONGEST_DAYS = 3650;
    private static final int LONGEST_GRACE_HOURS = 24 * 90;

    private final Keys keys;
    private final Tenants tenants;

    @Inject
    KeysResource(Keys keys, Tenants tenants) {
        this.keys = keys;
        this.tenants = tenants;
    }

    /** Makes one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createKey", summary = "Make a key", description = """
                    The answer is the only one that ever holds it: what is kept is a digest. A tenant may have several at once.""")
    @APIResponse(
            responseCode = "201",
            description = "Made; key is shown this once",
            content = @Content(schema = @Schema(implementation = IssuedKey.class)))
    public Response create(@Nullable KeyRequest request) {
        KeyRequest wanted = Fields.required("body", request);
        String name = Fields.line("name", Fields.required("name", wanted.name()));
        if (name.isBlank()) {
            throw Fields.invalid("name: what the key is for");
        }
        Role role = Role.find(Fields.required("role", wanted.role()))
                .orElseThrow(() -> Fields.invalid("role: one of %s, not '%s'".formatted(Role.ids(), wanted.role())));
        @Nullable TenantId named = wanted.tenant();
        TenantId tenant = named == null ? tenants.current() : named;
        Optional<Duration> lifetime = Optional.ofNullable(wanted.expiresInDays())
                .map(days -> Duration.ofDays(Fields.within("expiresInDays", days, 1, 1, LONGEST_DAYS)));
        return made(keys.create(tenant, role, name, lifetime));
    }

    /** Lists. */
    @GET
    @Operation(operationId = "listKeys", summary = "List the keys of all tenants, newest first, without their secrets")
    public Page<KeyView> list() {
        return new Page<>(keys.list().stream().map(ApiKey::view).toList(), Optional.empty());
    }

    /** Revokes. */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "revokeKey", summary = "Revoke a key and the sessions that it opened", description = """
                    At once here; other gateways believe what they know of it for a few seconds more (carryover.gateway.auth.key-cache).""")
    @APIResponse(responseCode = "204", description = "Revoked, now or before")
    public void revoke(@PathParam("id") String id) {
        keys.revoke(id);
    }

    /** Rotates. */
    @POST
    @Path("{id}/rotate")
    @Operation(
            operationId = "rotateKey",
            summary = "Make a new key of the same tenant, role and name; the old one ends after a while")
    @APIResponse(
            responseCode = "201",
            description = "Made; key is shown this once",
            content = @Content(schema = @Schema(implementation = IssuedKey.class)))
    public Response rotate(
            @PathParam("id") String id,
            @Parameter(description = "How long the old one is taken still; default 24")
                    @QueryParam("graceHours")
                    @Nullable
                    Integer graceHours) {
        int hours = Fields.within("graceHours", graceHours, 24, 0, LONGEST_GRACE_HOURS);
        return made(keys.rotate(id, Duration.ofHours(hours)));
    }

    private static Response made(Keys.Issued issued) {
        return Response.created(URI.create("/v1/keys/" + issued.key().id()))
                .entity(new IssuedKey(issued.text().text(), issued.key().view()))
                .header("Cache-Control", "no-store")
                .build();
    }
}
