/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.results.store.ResultFilter;
import jakarta.ws.rs.QueryParam;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The filters that lists and boards share. */
public class FilterParams {
    @QueryParam("backbone")
    @Nullable
    String backbone;

    @QueryParam("dataset")
    @Nullable
    String dataset;

    @QueryParam("task")
    @Nullable
    String task;

    @QueryParam("protocol")
    @Nullable
    String protocol;

    /** As the database understands it. */
    public ResultFilter filter() {
        return new ResultFilter(text(backbone), text(dataset), text(task), text(protocol));
    }

    /** As a query string that ends in {@code &}, or empty. */
    String query(@Nullable Integer limit, @Nullable String format) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>();
        more.put("limit", limit);
        more.put("format", format);
        return query(more);
    }

    /** The filters and {@code more} as a query string that ends in {@code &}, or empty; what is null is left out. */
    public String query(Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        parts.put("backbone", backbone);
        parts.put("dataset", dataset);
        parts.put("task", task);
        parts.put("protocol", protocol);
        parts.putAll(more);
        return parts.entrySet().stream()
                .filter(part -> part.getValue() != null)
                .map(part -> part.getKey() + "="
                        + URLEncoder.encode(String.valueOf(part.getValue()), StandardCharsets.UTF_8) + "&")
                .collect(Collectors.joining());
    }

    /** Absent and empty are the same in a query. */
    static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
