/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.contracts.vision.DatasetManifest.Traits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** {@code GET /v1/datasets/{name}}; {@code images} counts by split, {@code skipped} those left out since they can't be read; {@code traits} how it was read. */
public record DatasetView(
        String name,
        String state,
        Optional<Sha256> digest,
        List<String> classes,
        SortedMap<String, Integer> images,
        String role,
        String note,
        Attribution attribution,
        Optional<Problem> problem,
        Instant createdAt,
        int skipped,
        Optional<Traits> traits) {
    /** Nothing to say of how it was read. */
    public DatasetView(
            String name,
            String state,
            Optional<Sha256> digest,
            List<String> classes,
            SortedMap<String, Integer> images,
            String role,
            String note,
            Attribution attribution,
            Optional<Problem> problem,
            Instant createdAt,
            int skipped) {
        this(
                name,
                state,
                digest,
                classes,
                images,
                role,
                note,
                attribution,
                problem,
                createdAt,
                skipped,
                Optional.empty());
    }

    /** Nothing was left out. */
    public DatasetView(
            String name,
            String state,
            Optional<Sha256> digest,
            List<String> classes,
            SortedMap<String, Integer> images,
            String role,
            String note,
            Attribution attribution,
            Optional<Problem> problem,
            Instant createdAt) {
        this(name, state, digest, classes, images, role, note, attribution, problem, createdAt, 0);
    }
}
