/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Rows for PostgreSQL's COPY in its binary format, the fastest way in: nothing is parsed, and the server fills whole pages. See
 * PostgreSQL's documentation of COPY, "Binary Format"; a {@code timestamptz} is microseconds since 2000.
 */
final class CopyRows {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int BUFFER = 1 << 16;
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final DataOutputStream out;

    private CopyRows(DataOutputStream out) {
        this.out = out;
    }

    /** Writes the columns of a row, in the order of the statement. */
    interface Row<T> {
        void of(T value, CopyRows columns) throws IOException;
    }

    /**
     * Adds a row for every value, in the connection's transaction.
     *
     * @param columns which {@code row} writes
     * @throws SQLException as of an INSERT, a key that is there already among them
     */
    static <T> void copy(Connection connection, String table, List<String> columns, List<T> values, Row<T> row)
            throws SQLException {
        if (values.isEmpty()) {
            return;
        }
        String statement = "copy %s (%s) from stdin (format binary)".formatted(table, String.join(", ", columns));
        var copy = new PGCopyOutputStream(connection.unwrap(PGConnection.class), statement, BUFFER);
        try (var out = new DataOutputStream(copy)) {
            CopyRows rows = new CopyRows(out);
            out.write(SIGNATURE);
            out.writeInt(0);
            out.writeInt(0);
            for (T value : values) {
                out.writeShort(columns.size());
                row.of(value, rows);
            }
            out.writeShort(-1);
        } catch (IOException e) {
            throw e.getCause() instanceof SQLException refused ? refused : new SQLException("rows not sent", e);
        }
    }

    CopyRows text(String value) throws IOException {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    CopyRows bytes(byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
        return this;
    }

    CopyRows integer(int value) throws IOException {
        out.writeInt(Integer.BYTES);
        out.writeInt(value);
        return this;
    }

    CopyRows bigint(long value) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
        return this;
    }

    CopyRows bool(boolean value) throws IOException {
        out.writeInt(1);
        out.writeByte(value ? 1 : 0);
        return this;
    }

    /** To the microsecond. */
    CopyRows instant(Instant value) throws IOException {
        return bigint(Math.floorDiv(Duration.between(EPOCH, value).toNanos(), 1_000));
    }
}
