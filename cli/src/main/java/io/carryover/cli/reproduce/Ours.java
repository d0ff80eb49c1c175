/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.reproduce;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the running system measured for a cell.
 *
 * @param lo lower end of its 95 % interval, percent
 * @param hi upper end
 * @param result digest of the result's key, under which the system keeps it
 * @param record the whole result with its provenance, as the system tells it
 */
public record Ours(double value, double lo, double hi, String result, JsonNode record) {
    /**
     * From the answer of {@code GET /v1/results/{result}}.
     *
     * @param listed its entry in {@code GET /v1/results}
     */
    public static Ours of(JsonNode listed, JsonNode detail) {
        return new Ours(
                listed.path("value").asDouble(),
                listed.at("/ci95/lo").asDouble(),
                listed.at("/ci95/hi").asDouble(),
                listed.path("result").asText(),
                detail.path("record"));
    }

    /** Code version, engine, threads and device that made it, on one line. */
    String madeBy() {
        JsonNode by = record.path("provenance");
        JsonNode features = record.path("featureProvenance");
        return "Carryover %s, features %s, %d threads"
                .formatted(
                        by.path("codeVersion").asText("?"),
                        (features.isMissingNode() ? by : features)
                                .at("/variant/engine")
                                .asText("?"),
                        by.path("threads").asInt());
    }

    /** Digest of the checkpoint's file; empty where there is none. */
    String checkpoint() {
        return record.at("/backbone/checkpoint").asText("");
    }

    /** Digest of the data set. */
    String dataset() {
        return record.at("/key/dataset").asText("");
    }
}
