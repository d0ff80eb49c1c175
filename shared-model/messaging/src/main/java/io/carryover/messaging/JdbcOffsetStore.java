/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Offsets in a table {@code (topic text, partition_id int, next_offset bigint, primary key (topic, partition_id))}. Takes
 * a connection per call, so that it takes part in a transaction exactly when the data source does (JTA).
 */
public final class JdbcOffsetStore implements OffsetStore {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

    private final DataSource dataSource;
    private final String table;

    /** @throws IllegalArgumentException unless the table's name is plain */
    public JdbcOffsetStore(DataSource dataSource, String table) {
        if (!NAME.matcher(table).matches()) {
            throw new IllegalArgumentException("not a table: " + table);
        }
        this.dataSource = dataSource;
        this.table = table;
    }

    /** The statement that makes such a table, for migrations. */
    public static String createTable(String table) {
        return "create table " + table + " (topic text not null, partition_id integer not null,"
                + " next_offset bigint not null, primary key (topic, partition_id))";
    }

    @Override
    public OptionalLong load(String topic, int partition) {
        Long offset = loadAll(topic).get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    @Override
    public Map<Integer, Long> loadAll(String topic) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select partition_id, next_offset from " + table + " where topic = ?")) {
            query.setString(1, topic);
            Map<Integer, Long> offsets = new LinkedHashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    offsets.put(rows.getInt(1), rows.getLong(2));
                }
            }
            return offsets;
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    @Override
    public boolean advance(String topic, int partition, OptionalLong expected, long next) {
        try (Connection connection = dataSource.getConnection()) {
            if (expected.isEmpty()) {
                return insert(connection, topic, partition, next);
            }
            try (PreparedStatement update = connection.prepareStatement("update " + table
                    + " set next_offset = ? where topic = ? and partition_id = ? and next_offset = ?")) {
                update.setLong(1, next);
                update.setString(2, topic);
                update.setInt(3, partition);
                update.setLong(4, expected.getAsLong());
                return update.executeUpdate() == 1;
            }
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private boolean insert(Connection connection, String topic, int partition, long next) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into " + table
                + " (topic, partition_id, next_offset) values (?, ?, ?) on conflict do nothing")) {
            insert.setString(1, topic);
            insert.setInt(2, partition);
            insert.setLong(3, next);
            return insert.executeUpdate() == 1;
        }
    }

    private static CarryoverException unavailable(SQLException e) {
        return new CarryoverException(
                ErrorCode.DATABASE_UNAVAILABLE, "offsets can't be read or written: " + e.getMessage(), e);
    }
}
