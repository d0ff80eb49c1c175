/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Forms that answers come in. */
enum Format {
    JSON(MediaType.APPLICATION_JSON, "json"),
    CSV("text/csv", "csv"),
    MARKDOWN("text/markdown", "md"),
    LATEX("application/x-latex", "tex"),
    YAML("application/yaml", "yaml"),
    HTML(MediaType.TEXT_HTML, "html");

    private final String mediaType;
    private final String suffix;

    Format(String mediaType, String suffix) {
        this.mediaType = mediaType;
        this.suffix = suffix;
    }

    /** As a header wants it. */
    String contentType() {
        return this == JSON ? mediaType : mediaType + ";charset=UTF-8" + (this == CSV ? ";header=present" : "");
    }

    /** An answer of this format; a browser that is told to save it calls it {@code name} with the format's suffix. */
    Response answer(Object body, String name) {
        return Response.ok(body)
                .type(contentType())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "inline; filename=\"%s.%s\"".formatted(name.replaceAll("[^A-Za-z0-9._-]", "_"), suffix))
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    /**
     * The one that {@code name} says, or where it is absent the one that the client accepts first.
     *
     * @param offered what there is, first what is given unless asked
     * @throws CarryoverException INVALID_REQUEST for a name that isn't offered
     */
    static Format of(@Nullable String name, List<MediaType> accepted, List<Format> offered) {
        if (name != null) {
            return offered.stream()
                    .filter(format -> format.text().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new CarryoverException(
                            ErrorCode.INVALID_REQUEST,
                            "no format '%s': %s"
                                    .formatted(
                                            name,
                                            offered.stream().map(Format::text).collect(Collectors.joining(", ")))));
        }
        return accepted.stream()
                .flatMap(type -> Arrays.stream(values()).filter(format -> format.is(type)))
                .filter(offered::contains)
                .findFirst()
                .orElse(offered.getFirst());
    }

    private boolean is(MediaType type) {
        return mediaType.equals(type.getType() + "/" + type.getSubtype());
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
