/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The current row of an answer, by column name. */
public final class Row {
    private final ResultSet answer;

    Row(ResultSet answer) {
        this.answer = answer;
    }

    /** A text that is never null. */
    public String text(String column) throws SQLException {
        return optional(column).orElseThrow(() -> new IllegalStateException("null in column " + column));
    }

    /** A text that may be null. */
    public Optional<String> optional(String column) throws SQLException {
        return Optional.ofNullable(answer.getString(column));
    }

    /** A whole number. */
    public long number(String column) throws SQLException {
        return answer.getLong(column);
    }

    /** A truth value. */
    public boolean flag(String column) throws SQLException {
        return answer.getBoolean(column);
    }

    /** A point in time that is never null. */
    public Instant instant(String column) throws SQLException {
        return optionalInstant(column).orElseThrow(() -> new IllegalStateException("null in column " + column));
    }

    /** A point in time that may be null. */
    public Optional<Instant> optionalInstant(String column) throws SQLException {
        return Optional.ofNullable(answer.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }
}
