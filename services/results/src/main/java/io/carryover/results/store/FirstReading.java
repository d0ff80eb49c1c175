/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import io.carryover.contracts.id.Sha256;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The time in which everything is read from the beginning of the topic. Rows are only added then, to tables without keys and
 * indexes, all that came of a result key side by side; at its end the usual rule says which of them stands. That it lasts is
 * written in the database, so that a reader that was killed, or another instance, goes on with it. All methods need the caller's
 * transaction.
 */
final class FirstReading {
    private static final int BATCH = 1_000;

    /** Takes every row out of whose key there are several, oldest first. */
    private static final String TAKE_OUT_REPEATED = """
            with repeated as materialized (select id from results.result group by id having count(*) > 1),
                 artifacts as (delete from results.result_artifact where result in (select id from repeated)),
                 rows as (delete from results.result where id in (select id from repeated)
                          returning id, partition_id, record_offset, record)
            select * from rows order by partition_id, record_offset""";

    private FirstReading() {}

    /** From now on rows are only added. */
    static void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("update results.rebuild set reading_all = true");
            statement.execute("call results.drop_keys_and_indexes()");
        }
    }

    /**
     * Whether it lasts, and if so until this transaction ends. Such a transaction doesn't wait for the disk: if the database
     * crashed, its rows would be lost with the place in the topic that stands beside them, and be read again.
     */
    static boolean joins(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean lasts;
            try (ResultSet row = statement.executeQuery("select reading_all from results.rebuild for share")) {
                lasts = row.next() && row.getBoolean(1);
            }
            if (lasts) {
                statement.execute("set local synchronous_commit = off");
            }
            return lasts;
        }
    }

    /** Ends it where it lasts: one row of each key, and what finds it. Makes indexes that are missing in any case. */
    static void end(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Whoever adds rows ends first, and then finds keys.
            if (statement.executeUpdate("update results.rebuild set reading_all = false where reading_all") > 0) {
                statement.execute("set local work_mem = '256MB'");
                statement.setFetchSize(BATCH);
                try (ResultSet repeated = statement.executeQuery(TAKE_OUT_REPEATED);
                        Statement keys = connection.createStatement()) {
                    keys.execute("call results.make_keys()");
                    takeAgain(connection, repeated);
                }
            }
            statement.execute("call results.make_reading_indexes()");
        }
    }

    private static void takeAgain(Connection connection, ResultSet repeated) throws SQLException {
        BatchWriter writer = new BatchWriter(connection);
        List<Arrival.Placed> batch = new ArrayList<>();
        while (repeated.next()) {
            byte[] json = StoredRecord.json(repeated.getBytes("record"));
            Arrival arrival =
                    Arrival.of(new Sha256(repeated.getString("id")), ResultRow.record(json), StoredRecord.of(json));
            batch.add(new Arrival.Placed(arrival, repeated.getInt("partition_id"), repeated.getLong("record_offset")));
            if (batch.size() == BATCH) {
                writer.take(batch);
                batch.clear();
            }
        }
        writer.take(batch);
    }
}
