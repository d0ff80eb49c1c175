/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.result.ResultRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;

/**
 * A record of the topic as the tables take it.
 *
 * @param id digest of its result key
 * @param recordedAt to the microsecond, as the database keeps it, so that cursors compare equal
 * @param artifacts none of a withdrawal
 * @param record as it stands on the topic: what an older version can't name in it isn't lost
 */
public record Arrival(
        String id,
        String tenant,
        int revision,
        boolean withdrawn,
        String backbone,
        String dataset,
        String task,
        String protocol,
        Instant recordedAt,
        Map<String, ArtifactRef> artifacts,
        StoredRecord record) {
    /** An arrival and its place in the topic. */
    public record Placed(Arrival arrival, int partition, long offset) {}

    /**
     * Of a record that was read.
     *
     * @param stored its text
     * @throws NullPointerException when a field is missing
     */
    public static Arrival of(Sha256 id, ResultRecord record, StoredRecord stored) {
        boolean withdrawn = record.output().isEmpty();
        SortedMap<String, ArtifactRef> artifacts = record.artifacts();
        return new Arrival(
                id.hex(),
                record.key().tenant().value(),
                record.revision(),
                withdrawn,
                record.backbone().name(),
                record.dataset().name(),
                record.key().task(),
                record.key().protocol().name(),
                record.at().truncatedTo(ChronoUnit.MICROS),
                withdrawn ? Map.of() : Map.copyOf(artifacts),
                stored);
    }
}
