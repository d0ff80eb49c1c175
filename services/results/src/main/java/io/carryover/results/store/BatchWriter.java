/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import io.carryover.contracts.job.ArtifactRef;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes many arrivals with three statements. Not through entities, which would read each row before it writes it: a rebuild
 * takes a million, and the database itself knows which revision is higher.
 */
final class BatchWriter {
    private static final String RESULTS = """
        insert into results.result as stands
            (id, tenant, revision, withdrawn, backbone, dataset, task, protocol, recorded_at, record, partition_id, record_offset)
        select id, tenant, revision, withdrawn, backbone, dataset, task, protocol, at::timestamptz, record, part, place
        from unnest(?::text[], ?::text[], ?::int4[], ?::bool[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::int4[], ?::int8[])
            as a (id, tenant, revision, withdrawn, backbone, dataset, task, protocol, at, record, part, place)
        on conflict (id) do update set
            tenant = excluded.tenant, revision = excluded.revision, withdrawn = excluded.withdrawn, backbone = excluded.backbone,
            dataset = excluded.dataset, task = excluded.task, protocol = excluded.protocol, recorded_at = excluded.recorded_at,
            record = excluded.record, partition_id = excluded.partition_id, record_offset = excluded.record_offset
        where excluded.revision > stands.revision
        returning id, xmax <> 0\
        """;
    private static final String OLD_ARTIFACTS = "delete from results.result_artifact where result = any(?::text[])";
    private static final String ARTIFACTS = """
        insert into results.result_artifact (result, name, tenant, sha256, size_bytes, media_type)
        select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::int8[], ?::text[])\
        """;

    private final Connection connection;

    private record ArtifactOf(Arrival row, String name, ArtifactRef ref) {}

    BatchWriter(Connection connection) {
        this.connection = connection;
    }

    /** Takes arrivals in, in order, as {@link ResultTable#take} says. */
    void take(List<Arrival.Placed> arrivals) throws SQLException {
        Map<String, Arrival.Placed> best = new LinkedHashMap<>();
        for (Arrival.Placed placed : arrivals) {
            best.merge(placed.arrival().id(), placed, BatchWriter::higherRevision);
        }
        if (best.isEmpty()) {
            return;
        }
        Map<String, Boolean> written = write(List.copyOf(best.values()));
        List<Arrival> taken = best.values().stream()
                .map(Arrival.Placed::arrival)
                .filter(arrival -> written.containsKey(arrival.id()))
                .toList();
        forgetArtifacts(taken.stream()
                .filter(arrival -> written.getOrDefault(arrival.id(), true))
                .toList());
        keepArtifacts(taken);
    }

    /** The first stands unless a later one is higher. */
    private static Arrival.Placed higherRevision(Arrival.Placed first, Arrival.Placed later) {
        return later.arrival().revision() > first.arrival().revision() ? later : first;
    }

    /** Those that stand now, by id: whether they replaced another, as then a transaction has ended the row before. */
    private Map<String, Boolean> write(List<Arrival.Placed> arrivals) throws SQLException {
        List<Arrival> rows = arrivals.stream().map(Arrival.Placed::arrival).toList();
        try (PreparedStatement statement = connection.prepareStatement(RESULTS)) {
            statement.setArray(1, array("text", rows, Arrival::id));
            statement.setArray(2, array("text", rows, Arrival::tenant));
            statement.setArray(3, array("int4", rows, Arrival::revision));
            statement.setArray(4, array("bool", rows, Arrival::withdrawn));
            statement.setArray(5, array("text", rows, Arrival::backbone));
            statement.setArray(6, array("text", rows, Arrival::dataset));
            statement.setArray(7, array("text", rows, Arrival::task));
            statement.setArray(8, array("text", rows, Arrival::protocol));
            statement.setArray(9, array("text", rows, row -> row.recordedAt().toString()));
            statement.setArray(10, array("text", rows, Arrival::json));
            statement.setArray(11, array("int4", arrivals, Arrival.Placed::partition));
            statement.setArray(12, array("int8", arrivals, Arrival.Placed::offset));
            Map<String, Boolean> written = new HashMap<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    written.put(found.getString(1), found.getBoolean(2));
                }
            }
            return written;
        }
    }

    private void forgetArtifacts(List<Arrival> replacing) throws SQLException {
        if (replacing.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(OLD_ARTIFACTS)) {
            statement.setArray(1, array("text", replacing, Arrival::id));
            statement.executeUpdate();
        }
    }

    private void keepArtifacts(List<Arrival> taken) throws SQLException {
        List<ArtifactOf> kept = taken.stream()
                .flatMap(row -> row.artifacts().entrySet().stream()
                        .map(artifact -> new ArtifactOf(row, artifact.getKey(), artifact.getValue())))
                .toList();
        if (kept.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(ARTIFACTS)) {
            statement.setArray(1, array("text", kept, a -> a.row().id()));
            statement.setArray(2, array("text", kept, ArtifactOf::name));
            statement.setArray(3, array("text", kept, a -> a.row().tenant()));
            statement.setArray(4, array("text", kept, a -> a.ref().sha256().hex()));
            statement.setArray(5, array("int8", kept, a -> a.ref().sizeBytes()));
            statement.setArray(6, array("text", kept, a -> a.ref().mediaType()));
            statement.executeUpdate();
        }
    }

    private <T> Array array(String type, List<T> rows, Function<T, Object> column) throws SQLException {
        Object[] values = rows.stream().map(column).toArray(size -> emptyArray(type, size));
        return connection.createArrayOf(type, values);
    }

    /** Of the type that the driver sends as bytes, where plain objects would be sent as text. */
    private static Object[] emptyArray(String type, int size) {
        return switch (type) {
            case "int4" -> new Integer[size];
            case "int8" -> new Long[size];
            case "bool" -> new Boolean[size];
            default -> new String[size];
        };
    }
}
