/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Columns of a board by their ids, or by tags that are short enough for an address with many of them. */
public final class ChosenColumns {
    private static final int TAG = 8;

    private ChosenColumns() {}

    /** Eight digits that stand for a column. */
    public static String tag(Board.Column column) {
        return tag(column.id());
    }

    /** The same, for the column of that id. */
    public static String tag(String columnId) {
        return Sha256.of(columnId).hex().substring(0, TAG);
    }

    /** Whether {@code wanted} names the column. */
    public static boolean names(List<String> wanted, Board.Column column) {
        return wanted.contains(column.id()) || wanted.contains(tag(column));
    }

    /**
     * The columns that {@code wanted} names, in order of the board; all where it names none.
     *
     * @throws CarryoverException INVALID_REQUEST for one that the board doesn't have
     */
    public static List<Board.Column> of(Board board, List<String> wanted) {
        if (wanted.isEmpty()) {
            return board.columns();
        }
        Map<String, Board.Column> named = new LinkedHashMap<>();
        board.columns().forEach(column -> {
            named.put(tag(column), column);
            named.put(column.id(), column);
        });
        wanted.stream().filter(name -> !named.containsKey(name)).findFirst().ifPresent(name -> {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, "columns: this board has no column '" + name + "'");
        });
        return board.columns().stream().filter(column -> names(wanted, column)).toList();
    }
}
