/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import io.carryover.contracts.job.ArtifactRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGStatement;

/**
 * Writes many arrivals with a few statements. Not through entities, which would take each row by itself: a rebuild takes a
 * million. What stands is looked up, what is replaced goes, and what stands from now on is copied in. Should another instance
 * write one of these keys in between, the copy is refused, and the batch is tried again. While everything is read from the
 * beginning, see {@link FirstReading}, rows are only added.
 */
final class BatchWriter {
    private static final String STANDING = "select id, revision from results.result where id = any(?::text[])";
    private static final List<String> FORGET = List.of(
            "delete from results.result_artifact where result = any(?::text[])",
            "delete from results.result where id = any(?::text[])");
    private static final List<String> RESULT = List.of(
            "id",
            "tenant",
            "revision",
            "withdrawn",
            "backbone",
            "dataset",
            "task",
            "protocol",
            "recorded_at",
            "record",
            "digest",
            "partition_id",
            "record_offset");
    private static final List<String> ARTIFACT =
            List.of("result", "name", "tenant", "sha256", "size_bytes", "media_type");

    private final Connection connection;

    private record ArtifactOf(Arrival row, String name, ArtifactRef ref) {}

    BatchWriter(Connection connection) {
        this.connection = connection;
    }

    /** Takes arrivals in, in order, as {@link ResultTable#take} says. */
    void take(List<Arrival.Placed> arrivals) throws SQLException {
        List<Arrival.Placed> best = bestOfEach(arrivals);
        if (best.isEmpty()) {
            return;
        }
        if (FirstReading.joins(connection)) {
            keep(best);
        } else {
            replace(best);
        }
    }

    /** As {@link #take}, one of each key, where every row can be found. */
    private void replace(List<Arrival.Placed> best) throws SQLException {
        Map<String, Integer> standing =
                standing(best.stream().map(placed -> placed.arrival().id()).toList());
        List<Arrival.Placed> taken = best.stream()
                .filter(placed -> standing.getOrDefault(placed.arrival().id(), Integer.MIN_VALUE)
                        < placed.arrival().revision())
                .toList();
        forget(taken.stream()
                .map(placed -> placed.arrival().id())
                .filter(standing::containsKey)
                .toList());
        keep(taken);
    }

    private static List<Arrival.Placed> bestOfEach(List<Arrival.Placed> arrivals) {
        Map<String, Arrival.Placed> best = new LinkedHashMap<>();
        for (Arrival.Placed placed : arrivals) {
            best.merge(placed.arrival().id(), placed, BatchWriter::higherRevision);
        }
        return List.copyOf(best.values());
    }

    /** The first stands unless a later one is higher. */
    private static Arrival.Placed higherRevision(Arrival.Placed first, Arrival.Placed later) {
        return later.arrival().revision() > first.arrival().revision() ? later : first;
    }

    private Map<String, Integer> standing(Collection<String> ids) throws SQLException {
        try (PreparedStatement statement = ofIds(STANDING, ids)) {
            Map<String, Integer> revisions = new HashMap<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    revisions.put(found.getString(1), found.getInt(2));
                }
            }
            return revisions;
        }
    }

    /** Planned anew each time: a plan that the server made and kept while the table was small reads all of it for every batch. */
    private PreparedStatement ofIds(String text, Collection<String> ids) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
        return statement;
    }

    private void forget(List<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        for (String rows : FORGET) {
            try (PreparedStatement statement = ofIds(rows, ids)) {
                statement.executeUpdate();
            }
        }
    }

    private void keep(List<Arrival.Placed> taken) throws SQLException {
        CopyRows.copy(connection, "results.result", RESULT, taken, (placed, columns) -> {
            Arrival row = placed.arrival();
            columns.text(row.id())
                    .text(row.tenant())
                    .integer(row.revision())
                    .bool(row.withdrawn())
                    .text(row.backbone())
                    .text(row.dataset())
                    .text(row.task())
                    .text(row.protocol())
                    .instant(row.recordedAt())
                    .bytes(row.record().bytes())
                    .bytes(row.record().digest())
                    .integer(placed.partition())
                    .bigint(placed.offset());
        });
        List<ArtifactOf> artifacts = taken.stream()
                .map(Arrival.Placed::arrival)
                .flatMap(row -> row.artifacts().entrySet().stream()
                        .map(artifact -> new ArtifactOf(row, artifact.getKey(), artifact.getValue())))
                .toList();
        CopyRows.copy(connection, "results.result_artifact", ARTIFACT, artifacts, (artifact, columns) -> columns.text(
                        artifact.row().id())
                .text(artifact.name())
                .text(artifact.row().tenant())
                .text(artifact.ref().sha256().hex())
                .bigint(artifact.ref().sizeBytes())
                .text(artifact.ref().mediaType()));
    }
}
