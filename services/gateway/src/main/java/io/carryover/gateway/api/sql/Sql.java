/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.sql;

import io.agroal.api.AgroalDataSource;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements on the gateway's database; they join the transaction of the caller where there is one. */
@ApplicationScoped
public class Sql {
    private final AgroalDataSource source;

    @Inject
    Sql(@DataSource("gateway") AgroalDataSource source) {
        this.source = source;
    }

    /** One row of an answer as a value. */
    @FunctionalInterface
    public interface Mapper<T> {
        /** Reads the current row. */
        T map(Row row) throws SQLException;
    }

    /** All rows. */
    public <T> List<T> list(String sql, Mapper<T> mapper, @Nullable Object... arguments) {
        return run(sql, arguments, statement -> {
            var rows = new ArrayList<T>();
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    rows.add(mapper.map(new Row(answer)));
                }
            }
            return rows;
        });
    }

    /** The first row, if there is one. */
    public <T> Optional<T> first(String sql, Mapper<T> mapper, @Nullable Object... arguments) {
        return list(sql, mapper, arguments).stream().findFirst();
    }

    /** @return number of rows changed */
    public int update(String sql, @Nullable Object... arguments) {
        return run(sql, arguments, PreparedStatement::executeUpdate);
    }

    /** Takes a lock that ends with the transaction, or says that another has it. {@code name} tells locks apart. */
    public boolean tryLock(String name) {
        return first("select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as got", row -> row.flag("got"), name)
                .orElse(false);
    }

    /** Takes a lock that ends with the transaction, waiting for it. */
    public void lock(String name) {
        list("select pg_advisory_xact_lock(hashtextextended(?, 0))", _ -> true, name);
    }

    private <T> T run(String sql, @Nullable Object[] arguments, Work<T> work) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            return work.on(statement);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        // 08 connection, 40 serialisation and deadlock, 53 resources, 57 shutdown; none at all: the pool gave up.
        boolean away = state.equals("null") || List.of("08", "40", "53", "57").contains(state.substring(0, 2));
        return away
                ? new CarryoverException(ErrorCode.DATABASE_UNAVAILABLE, "the database did not answer", e)
                : new IllegalStateException("statement refused by the database", e);
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }
}
