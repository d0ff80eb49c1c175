/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.json.Json;
import io.carryover.messaging.OutboxRow;
import io.carryover.messaging.OutboxStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The outbox behind a connection of its own, which holds a lock of the session: of several gateways one relays, so that
 * messages of one key keep their order, and another takes over as soon as the database sees the first one gone.
 */
final class OutboxConnection implements OutboxStore, AutoCloseable {
    private static final long LOCK = 0x6f7574626f78L; // "outbox"
    /**
     * A holder asks for rows several times a second. One that has not for a minute is frozen; whatever it had under way
     * has long been given up by its producer.
     */
    private static final String END_FROZEN_HOLDER = """
            SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
            AND l.classid = %d AND l.objid = %d
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND a.state = 'idle' AND a.state_change < now() - interval '60 seconds'
            """.formatted(LOCK >>> 32, LOCK & 0xffffffffL);

    private static final String NEXT =
            "SELECT id, topic, key, value, headers, created_at FROM gateway.outbox ORDER BY id LIMIT ?";

    private final DataSource dataSource;
    private @Nullable Connection connection;
    private boolean mine;

    OutboxConnection(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public synchronized List<OutboxRow> next(int limit) {
        return with(open -> {
            if (!mine && !takeLock(open)) {
                return List.of();
            }
            mine = true;
            try (PreparedStatement query = open.prepareStatement(NEXT)) {
                query.setInt(1, limit);
                try (ResultSet rows = query.executeQuery()) {
                    return read(rows);
                }
            }
        });
    }

    @Override
    public synchronized void markSent(List<Long> ids) {
        with(open -> {
            try (PreparedStatement delete = open.prepareStatement("DELETE FROM gateway.outbox WHERE id = ANY (?)")) {
                delete.setArray(1, open.createArrayOf("bigint", ids.toArray()));
                return delete.executeUpdate();
            }
        });
    }

    /** Lets another gateway relay. */
    @Override
    public synchronized void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try (open;
                    Statement statement = open.createStatement()) {
                if (mine) {
                    statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
                }
            } catch (SQLException e) {
                // The session is gone, and the lock with it.
                mine = false;
            }
        }
        mine = false;
    }

    private static boolean takeLock(Connection open) throws SQLException {
        try (Statement statement = open.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
                if (row.next() && row.getBoolean(1)) {
                    return true;
                }
            }
            statement.execute(END_FROZEN_HOLDER);
            return false;
        }
    }

    private static List<OutboxRow> read(ResultSet rows) throws SQLException {
        List<OutboxRow> found = new ArrayList<>();
        while (rows.next()) {
            found.add(new OutboxRow(
                    rows.getLong(1),
                    rows.getString(2),
                    rows.getString(3),
                    rows.getBytes(4),
                    headers(rows.getString(5)),
                    instant(rows)));
        }
        return found;
    }

    private static Instant instant(ResultSet rows) throws SQLException {
        return rows.getObject(6, OffsetDateTime.class).toInstant();
    }

    private static Map<String, String> headers(String json) {
        JavaType type = Json.mapper().constructType(new TypeReference<Map<String, String>>() {}.getType());
        try {
            return Json.mapper().readValue(json, type);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new CarryoverException(ErrorCode.INTERNAL, "unreadable headers in the outbox", e);
        }
    }

    private <T> T with(Work<T> work) {
        try {
            Connection open = connection;
            if (open == null) {
                open = dataSource.getConnection();
                connection = open;
            }
            return work.on(open);
        } catch (SQLException e) {
            close();
            throw new CarryoverException(ErrorCode.DATABASE_UNAVAILABLE, "outbox: " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
