/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.results.Tenants;
import io.carryover.results.artifacts.Artifacts;
import io.carryover.results.store.ArtifactTable;
import io.carryover.results.store.ArtifactTable.Kept;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The bytes behind numbers. */
@Path("/v1/artifacts")
@Tag(name = "results")
public class ArtifactsResource {
    private final ArtifactTable table;
    private final Artifacts artifacts;
    private final Tenants tenants;

    @Inject
    ArtifactsResource(ArtifactTable table, Artifacts artifacts, Tenants tenants) {
        this.table = table;
        this.artifacts = artifacts;
        this.tenants = tenants;
    }

    /** Streams an artifact of a result that stands; the stream breaks off where the bytes aren't of that digest. */
    @GET
    @Path("{sha256}")
    @Operation(summary = "Bytes from which a number can be computed again, checked against their digest")
    public Response get(@PathParam("sha256") String sha256) {
        Kept kept = digest(sha256)
                .flatMap(digest -> table.find(tenants.current(), digest))
                .orElseThrow(() ->
                        new CarryoverException(ErrorCode.NOT_FOUND, "no result here has an artifact '" + sha256 + "'"));
        InputStream in = artifacts.open(kept.artifact());
        StreamingOutput body = out -> {
            try (in) {
                in.transferTo(out);
            }
        };
        return Response.ok(body, kept.artifact().mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, kept.artifact().sizeBytes())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(fileName(kept)))
                .header(HttpHeaders.ETAG, '"' + sha256 + '"')
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    /** Failures of this resource. */
    @ServerExceptionMapper
    public Response failure(CarryoverException failure) {
        return Problems.of(failure);
    }

    private static String fileName(Kept kept) {
        String suffix = kept.artifact().mediaType().contains("safetensors") ? ".safetensors" : "";
        return "%s-%s-%s%s"
                .formatted(kept.backbone(), kept.dataset(), kept.name(), suffix)
                .replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static Optional<Sha256> digest(String text) {
        try {
            return Optional.of(new Sha256(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
