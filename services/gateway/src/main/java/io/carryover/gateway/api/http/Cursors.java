/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.http;

import io.carryover.contracts.api.Page;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Cursor pages. */
public final class Cursors {
    public static final String LIMIT = "50";
    private static final int MAX_LIMIT = 200;

    private Cursors() {}

    /** @throws CarryoverException INVALID_REQUEST for a text that no page gave */
    public static long parse(@Nullable String cursor, long start) {
        if (cursor == null) {
            return start;
        }
        try {
            return Long.parseLong(cursor, 36);
        } catch (NumberFormatException e) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "cursor: not one that a page gave: '%s'".formatted(cursor), e);
        }
    }

    /** The text for {@code ?cursor=}. */
    public static String text(long cursor) {
        return Long.toString(cursor, 36);
    }

    /** @throws CarryoverException INVALID_REQUEST outside 1 to 200 */
    public static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, limits(text), e);
        }
        throw new CarryoverException(ErrorCode.INVALID_REQUEST, limits(text));
    }

    private static String limits(String text) {
        return "limit: 1 to %d, not '%s'".formatted(MAX_LIMIT, text);
    }

    /** A page from {@code limit + 1} rows. */
    public static <R, T> Page<T> page(List<R> rows, int limit, ToLongFunction<R> cursor, Function<R, T> view) {
        List<R> shown = rows.subList(0, Math.min(limit, rows.size()));
        Optional<String> next =
                rows.size() > limit ? Optional.of(text(cursor.applyAsLong(shown.getLast()))) : Optional.empty();
        return new Page<>(shown.stream().map(view).toList(), next);
    }
}
